namespace Hookwork.Tests;

/// <summary>A test that needs programs; skipped if one is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClientFactAttribute : FactAttribute
{
    /// <param name="programs">Their names, with blanks between them.</param>
    public ClientFactAttribute(string programs) => Skip = Missing(Programs = programs);

    /// <summary>The programs' names.</summary>
    public string Programs { get; }

    /// <summary>Why a test that needs programs is skipped; null if it is not.</summary>
    internal static string? Missing(string programs)
    {
        var missing = string.Join(' ', programs.Split(' ').Where(program => !IsInstalled(program)));
        return missing.Length == 0 ? null : $"not installed: apt-get install {missing}";
    }

    /// <summary>Whether a program is in a folder of <c>PATH</c>.</summary>
    internal static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? []).Any(folder =>
            File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe"))
        );
}
