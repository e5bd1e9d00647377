namespace Hookwork.Tests;

/// <summary>A test that needs a program; skipped if it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClientFactAttribute : FactAttribute
{
    /// <param name="program">The program's name.</param>
    public ClientFactAttribute(string program)
    {
        Program = program;
        if (!IsInstalled(program))
            Skip = $"{program} is not installed: apt-get install {program}";
    }

    /// <summary>The program's name.</summary>
    public string Program { get; }

    /// <summary>Whether a program is in a folder of <c>PATH</c>.</summary>
    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? []).Any(folder =>
            File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe"))
        );
}
