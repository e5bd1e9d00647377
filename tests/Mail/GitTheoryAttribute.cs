namespace Hookwork.Tests.Mail;

/// <summary>Tests that need <c>git</c>; skipped if it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GitTheoryAttribute : TheoryAttribute
{
    public GitTheoryAttribute() => Skip = Git.Missing;
}
