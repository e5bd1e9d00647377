using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Azure;
using Hookwork.Input;
using Hookwork.SelfHost.Output;
using Hookwork.SelfHost.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.SelfHost;

/// <summary>The program: runs an app until it is stopped or, with <c>--exit-when-idle</c>, has no work left.</summary>
public static class SelfHostCommand
{
    private const int Failure = 1;

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="options">The app; Hookwork by default.</param>
    /// <param name="prefix">Arguments to put first when the program starts itself as a child process.</param>
    /// <returns>The exit code: 0 after a graceful stop.</returns>
    public static Task<int> RunAsync(string[] arguments, SelfHostOptions? options = null, params string[] prefix)
    {
        BypassProxy();
        var command = new SelfHostArguments(
            (self, parsed) => RunAsync(self, parsed, self.Apply(parsed, options ?? new SelfHostOptions()), prefix)
        );
        var parsed = command.Command.Parse(arguments);
        if (parsed.Action is ParseErrorAction complaint)
            complaint.ShowHelp = false;
        return parsed.InvokeAsync(
            new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }
        );
    }

    /// <summary>
    /// Azurite and the recorded server are on this machine, so they must not be reached through a proxy that the
    /// environment names.
    /// </summary>
    private static void BypassProxy()
    {
        const string Bypassed = "no_proxy";
        var others = Environment.GetEnvironmentVariable(Bypassed) ?? Environment.GetEnvironmentVariable("NO_PROXY");
        Environment.SetEnvironmentVariable(Bypassed, $"localhost,127.0.0.1,{others}");
    }

    private static async Task<int> RunAsync(
        SelfHostArguments arguments,
        ParseResult parsed,
        SelfHostOptions options,
        string[] prefix
    )
    {
        using var stop = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var isChild = arguments.IsChild(parsed);
        if (isChild)
            ParentLink.Watch(stop.Cancel);
        try
        {
            if (!isChild)
                options = options with { Tell = Console.Out.WriteLine };
            var counts = arguments.ProcessPerFunction(parsed)
                ? await RunApartAsync(options, prefix, arguments.ExitWhenIdle(parsed), stop.Token)
                : await RunTogetherAsync(options, isChild, arguments.ExitWhenIdle(parsed), stop.Token);
            if (counts is not null)
                await Console.Out.WriteLineAsync(counts);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync(Complaint(exception));
            return Failure;
        }

        void Stop(PosixSignalContext context)
        {
            // The first signal stops gracefully; a second Ctrl-C terminates. A second SIGTERM does not, since systemd
            // sends one to each process, and dotnet run passes its own on.
            context.Cancel = context.Signal == PosixSignal.SIGTERM || !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static async Task<string?> RunTogetherAsync(
        SelfHostOptions options,
        bool isChild,
        bool exitWhenIdle,
        CancellationToken stop
    )
    {
        await using var display = new Display(quiet: isChild);
        await using var app = await SelfHostApp.StartAsync(options with { ConfigureLogging = display.Log }, stop);
        await TellAsync(app);
        display.Start();
        return await WaitAsync(app, exitWhenIdle, stop);
    }

    private static async Task<string?> RunApartAsync(
        SelfHostOptions options,
        string[] prefix,
        bool exitWhenIdle,
        CancellationToken stop
    )
    {
        await using var display = new Display(quiet: true);
        // This process runs no functions: it starts storage and upstream, and validates the settings, for its children.
        var groups = SelfHostBuilder.GroupsOf(options);
        await using var app = await SelfHostApp.StartAsync(
            options with
            {
                ConfigureLogging = display.Log,
                Only = [],
            },
            stop
        );
        await TellAsync(app);
        await using var processes = new FunctionProcesses(
            [.. prefix, .. SelfHostArguments.ForChild(options)],
            app.SharedSettings,
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Processes")
        );
        processes.Start(groups);
        return await WaitAsync(app, exitWhenIdle, stop);
    }

    /// <summary>Waits until the app should stop.</summary>
    /// <returns>The counts if no work is left; else <see langword="null"/>.</returns>
    private static async Task<string?> WaitAsync(SelfHostApp app, bool exitWhenIdle, CancellationToken stop)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop, app.Stopping);
        try
        {
            var work = WorkAsync(stopping.Token);
            await await Task.WhenAny(work, app.WatchAzuriteAsync(stopping.Token));
            return await work;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException) when (app.Stopping.IsCancellationRequested)
        {
            throw new SelfHostException("The app stopped by itself: see the log.");
        }
        finally
        {
            await stopping.CancelAsync();
        }

        async Task<string?> WorkAsync(CancellationToken cancellationToken)
        {
            if (exitWhenIdle)
                return await app.WaitUntilIdleAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }
    }

    private static async Task TellAsync(SelfHostApp app)
    {
        if (app.Url is null)
            return;
        await Console.Out.WriteLineAsync(
            $"Hookwork is at {app.Url}{(app.ChecksKeys ? "." : "; Hookwork__FunctionKey is not set, so /ops and /webhooks are open, to this machine only.")}"
        );
    }

    /// <summary>One sentence for an error that the user can correct; the full exception for a bug.</summary>
    private static string Complaint(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SettingsException or SelfHostException)
                return cause.Message;
            if (cause is RequestFailedException { Status: 0 })
                return $"The storage that AzureWebJobsStorage names does not answer: {Printable.FirstLine(cause).TrimEnd('.')}.";
        }

        return exception.ToString();
    }
}
