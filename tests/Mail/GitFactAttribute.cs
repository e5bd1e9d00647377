namespace Hookwork.Tests.Mail;

/// <summary>A test that needs <c>git</c>; skipped if it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GitFactAttribute : FactAttribute
{
    public GitFactAttribute() => Skip = Git.Missing;
}
