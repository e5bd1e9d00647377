namespace Hookwork.Tests.Api;

/// <summary>A test that needs the client <c>git-pw</c>; skipped if it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GitPwFactAttribute : FactAttribute
{
    public GitPwFactAttribute()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        if (!Array.Exists(folders, folder => File.Exists(Path.Combine(folder, "git-pw"))))
            Skip = "git-pw is not installed: apt-get install git-pw";
    }
}
