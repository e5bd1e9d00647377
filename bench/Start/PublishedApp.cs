using System.Diagnostics;

namespace Hookwork.Bench.Start;

/// <summary>An app as <c>dotnet publish</c> writes it.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Assembly">The name of its program.</param>
internal sealed record PublishedApp(string Folder, string Assembly)
{
    /// <summary>The program's file.</summary>
    public string Program => Path.Combine(Folder, OperatingSystem.IsWindows() ? $"{Assembly}.exe" : Assembly);

    /// <summary>Publishes Hookwork, unless the folder has it already.</summary>
    public static Task<PublishedApp> HookworkAsync(
        string folder,
        bool readyToRun,
        CancellationToken cancellationToken
    ) => PublishAsync("functions", "Hookwork", folder, readyToRun, cancellationToken);

    /// <summary>Publishes selfhost, unless the folder has it already.</summary>
    public static Task<PublishedApp> SelfHostAsync(string folder, CancellationToken cancellationToken) =>
        PublishAsync("selfhost", "Hookwork.SelfHost", folder, readyToRun: true, cancellationToken);

    /// <summary>Publishes an app whose only function does nothing, unless the folder has it already.</summary>
    public static Task<PublishedApp> EmptyAsync(string folder, bool readyToRun, CancellationToken cancellationToken) =>
        PublishAsync("bench/Start/Empty", "Empty", folder, readyToRun, cancellationToken);

    private static async Task<PublishedApp> PublishAsync(
        string project,
        string assembly,
        string folder,
        bool readyToRun,
        CancellationToken cancellationToken
    )
    {
        var app = new PublishedApp(
            Path.GetFullPath(Path.Combine(folder, readyToRun ? assembly : $"{assembly}-without-ReadyToRun")),
            assembly
        );
        if (File.Exists(Path.Combine(app.Folder, $"{assembly}.dll")))
            return app;
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "publish",
                Path.Combine(Repository.Root, project),
                "-c",
                "Release",
                "-o",
                app.Folder,
                "-v",
                "quiet",
                "-p:RunAnalyzers=false",
                $"-p:PublishReadyToRun={readyToRun}",
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Build servers would run beside what is measured.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var (output, errors) = (
            process.StandardOutput.ReadToEndAsync(cancellationToken),
            process.StandardError.ReadToEndAsync(cancellationToken)
        );
        await process.WaitForExitAsync(cancellationToken);
        Progress.Tell($"published {project}{(readyToRun ? "" : " without ReadyToRun")}");
        return process.ExitCode == 0
            ? app
            : throw new InvalidOperationException(
                $"dotnet publish ended with {process.ExitCode}:\n{await output}\n{await errors}"
            );
    }
}
