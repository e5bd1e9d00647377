using System.Diagnostics;
using System.Reflection;

namespace Hookwork.Tests.Infra;

/// <summary>The Bicep compiler, from the package that the test project downloads.</summary>
internal static class Bicep
{
    private static readonly string? s_program = typeof(Bicep)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(attribute => attribute.Key == "Bicep")
        ?.Value;

    /// <summary>Why the compiler cannot run on this machine; <see langword="null"/> if it can.</summary>
    public static string? Missing =>
        s_program is null ? "the tests have the Bicep compiler for Linux on x64 only" : null;

    /// <summary>Runs a command of the compiler.</summary>
    /// <param name="folder">The folder to run it in.</param>
    /// <param name="environment">The AZURE_ and HOOKWORK_ variables for parameter files; those of this process are
    /// removed.</param>
    /// <returns>The exit code and the diagnostics, which are empty on success.</returns>
    public static async Task<(int ExitCode, string Diagnostics)> RunAsync(
        string folder,
        string[] arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo(Executable(s_program!), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsParameter).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        // English messages need no ICU.
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        // A short process ends before profiling pays off.
        start.Environment["DOTNET_TieredPGO"] = "0";

        using var compiler = Process.Start(start)!;
        var output = compiler.StandardOutput.ReadToEndAsync();
        var errors = await compiler.StandardError.ReadToEndAsync();
        await compiler.WaitForExitAsync();
        return (compiler.ExitCode, await output + errors);
    }

    private static bool IsParameter(string name) =>
        name.StartsWith("AZURE_", StringComparison.Ordinal) || name.StartsWith("HOOKWORK_", StringComparison.Ordinal);

    /// <summary>Packages have no file modes, and not every version of NuGet sets the executable bit.</summary>
    private static string Executable(string program)
    {
        if (
            !OperatingSystem.IsWindows()
            && File.GetUnixFileMode(program) is var mode
            && !mode.HasFlag(UnixFileMode.UserExecute)
        )
            File.SetUnixFileMode(program, mode | UnixFileMode.UserExecute);
        return program;
    }
}
