using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Hookwork.SelfHost.Output;

/// <summary>
/// Shows progress on standard error, since standard output is for results: a live bar on a terminal, with the log above
/// it; elsewhere a line every 10 seconds if something is new.
/// </summary>
internal sealed class Display : IAsyncDisposable
{
    private static readonly TimeSpan FrameEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(10);

    private readonly IAnsiConsole? _terminal;
    private readonly Measurements _measurements = new();
    private readonly ProgressText _text = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly CancellationTokenSource _done = new();
    private readonly bool _quiet;
    private Task _showing = Task.CompletedTask;

    /// <param name="quiet">Shows only the log.</param>
    public Display(bool quiet)
    {
        _quiet = quiet;
        if (quiet || Console.IsErrorRedirected)
            return;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (console.Profile.Capabilities is { Ansi: true, Interactive: true })
            _terminal = console;
    }

    /// <summary>Sends the log to this display.</summary>
    public void Log(ILoggingBuilder logging) => logging.AddProvider(new LineLogger(Write));

    /// <summary>Starts showing progress.</summary>
    public void Start()
    {
        if (!_quiet)
            _showing = _terminal is { } terminal ? Task.Run(() => BarAsync(terminal)) : LinesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _showing;
        _measurements.Dispose();
    }

    /// <summary>Writes a line, unless the disk is full or the terminal is gone, which must not end what logs.</summary>
    private void Write(string line)
    {
        try
        {
            if (_terminal is null)
                Console.Error.WriteLine(line);
            else
                _terminal.WriteLine(line);
        }
        catch (IOException) { }
    }

    private Task BarAsync(IAnsiConsole terminal) =>
        terminal
            .Live(Bar())
            .AutoClear(true)
            .StartAsync(async live =>
            {
                while (!_done.IsCancellationRequested)
                {
                    Measure();
                    live.UpdateTarget(Bar());
                    await Task.Delay(FrameEvery, _done.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            });

    private Markup Bar() => new($"[green]{_text.Bars, -30}[/] {Markup.Escape(_text.Line)}");

    private async Task LinesAsync()
    {
        var last = _text.News;
        while (!_done.IsCancellationRequested)
        {
            await Task.Delay(LineEvery, _done.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Measure();
            if (_done.IsCancellationRequested || _text.News == last)
                continue;
            last = _text.News;
            Write(_text.Line);
        }
    }

    private void Measure()
    {
        var (events, patches, lag) = _measurements.Read();
        _text.Add(_watch.Elapsed, events, patches, lag);
    }
}
