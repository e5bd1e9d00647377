namespace Hookwork.Tests.Api;

/// <summary>A test of the client <c>git-pw</c>, where it is installed.</summary>
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
