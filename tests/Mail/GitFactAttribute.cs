namespace Hookwork.Tests.Mail;

/// <summary>A test that needs <c>git</c>; skipped if it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GitFactAttribute : FactAttribute
{
    public GitFactAttribute()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        if (!Array.Exists(folders, folder => File.Exists(Path.Combine(folder, "git"))))
            Skip = "git is not installed: apt-get install git";
    }
}
