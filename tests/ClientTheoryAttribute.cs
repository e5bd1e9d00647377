namespace Hookwork.Tests;

/// <summary>Tests that need programs; skipped if one is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClientTheoryAttribute : TheoryAttribute
{
    /// <param name="programs">Their names, with blanks between them.</param>
    public ClientTheoryAttribute(string programs) => Skip = ClientFactAttribute.Missing(Programs = programs);

    /// <summary>The programs' names.</summary>
    public string Programs { get; }
}
