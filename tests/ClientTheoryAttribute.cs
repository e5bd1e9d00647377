namespace Hookwork.Tests;

/// <summary>Tests that need a program; skipped if it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClientTheoryAttribute : TheoryAttribute
{
    /// <param name="program">The program's name.</param>
    public ClientTheoryAttribute(string program)
    {
        Program = program;
        if (!ClientFactAttribute.IsInstalled(program))
            Skip = $"{program} is not installed: apt-get install {program}";
    }

    /// <summary>The program's name.</summary>
    public string Program { get; }
}
