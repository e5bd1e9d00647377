using System.Diagnostics;

namespace Hookwork.Tests.Mail;

/// <summary>Runs git, which some parsers must agree with.</summary>
internal static class Git
{
    /// <summary>What git prints for an input.</summary>
    public static async Task<string> RunAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // Not in the repository of the sources, which has a configuration, too.
            WorkingDirectory = Path.GetTempPath(),
        };
        // Nobody's configuration, which may ask for another format of diffs, or for trailers of its own.
        foreach (var name in new[] { "HOME", "XDG_CONFIG_HOME" })
            start.Environment[name] = AppContext.BaseDirectory;
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEndAsync();
        await git.StandardInput.WriteAsync(input);
        git.StandardInput.Close();
        await git.WaitForExitAsync();
        Assert.Equal(0, git.ExitCode);
        return await output;
    }
}
