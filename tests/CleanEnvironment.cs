using System.Reflection;
using System.Runtime.CompilerServices;

namespace Hookwork.Tests;

/// <summary>
/// Removes from the environment of the tests, and of the processes they start, what would change them: settings of a
/// Hookwork or another app of ASP.NET that is run from this shell, and what git hands to hooks and to
/// <c>git rebase --exec</c>. With <c>GIT_DIR</c>, git would work on the repository of this project, in whichever folder
/// a test runs it.
/// </summary>
internal static class CleanEnvironment
{
    private const string NoProxy = "no_proxy";

    private static readonly string[] s_prefixes =
    [
        "Hookwork__",
        "Patchwork__",
        "AzureWebJobsStorage",
        "AzureFunctionsJobHost__",
        "PollSchedule",
        "WalkSchedule",
        "OTEL_",
        "ASPNETCORE_",
        "Kestrel__",
        "GIT_",
    ];

    [ModuleInitializer]
    internal static void Clear()
    {
        // Run as a program, it has the settings that a test gives it.
        if (Assembly.GetEntryAssembly() == typeof(CleanEnvironment).Assembly)
            return;
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsRemoved).ToList())
            Environment.SetEnvironmentVariable(name, null);
        // A proxy leads to where npm and dotnet install from. It does not lead to the servers of the tests.
        var bypassed = Environment.GetEnvironmentVariable(NoProxy) ?? Environment.GetEnvironmentVariable("NO_PROXY");
        foreach (var name in new[] { NoProxy, "NO_PROXY" })
            Environment.SetEnvironmentVariable(name, $"localhost,127.0.0.1,{bypassed}");
        // A machine's configuration may ask for signatures, another format of diffs, or another first branch.
        Environment.SetEnvironmentVariable("GIT_CONFIG_NOSYSTEM", "1");
        // A process of .NET that is killed leaves the pipes for its debugger in the folder of temporary files.
        Environment.SetEnvironmentVariable("DOTNET_EnableDiagnostics", "0");
    }

    private static bool IsRemoved(string name) =>
        s_prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
