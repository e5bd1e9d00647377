using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Hookwork.Tests.Pages.Browser;

/// <summary>A page of Hookwork in a browser, and what went wrong while it was open.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();

    private readonly IBrowserContext? _visit;
    private readonly Uri _url;
    private readonly ConcurrentQueue<string> _faults = new();

    private OpenPage(IPage page, Uri url, IBrowserContext? visit) => (Page, _url, _visit) = (page, url, visit);

    public IPage Page { get; }

    /// <summary>What the console warned of, errors of scripts, and requests to other hosts; a line each.</summary>
    public string Faults => string.Join('\n', _faults);

    /// <summary>Opens a page as a new visitor, and checks that it is answered.</summary>
    public static async Task<OpenPage> GoAsync(Chromium chromium, Uri url, BrowsedPage page, bool runsScripts = true)
    {
        var visit = await chromium.VisitAsync(url, runsScripts: runsScripts);
        return await GoAsync(new OpenPage(await visit.NewPageAsync(), url, visit), page);
    }

    /// <summary>Opens a page in a tab that stays open, and checks that it is answered.</summary>
    public static Task<OpenPage> GoAsync(IPage tab, Uri url, BrowsedPage page) =>
        GoAsync(new OpenPage(tab, url, visit: null), page);

    private static async Task<OpenPage> GoAsync(OpenPage open, BrowsedPage page)
    {
        open.Watch();
        var answer = await page.OpenAsync(open.Page);
        Assert.True(answer is { Status: < 500 } && answer.Status != 404, $"{page.Address} answers {answer?.Status}");
        Assert.Contains(page.Shows, await open.Page.InnerTextAsync("main"), StringComparison.OrdinalIgnoreCase);
        return open;
    }

    /// <summary>What axe objects to, a line each.</summary>
    /// <param name="mode">How the page is shown; each line begins with it.</param>
    /// <param name="rules">The rules to check; none for all.</param>
    public async Task<string> ViolationsAsync(string mode, params string[] rules)
    {
        if (!await Page.EvaluateAsync<bool>("'axe' in window"))
            await Page.EvaluateAsync(s_axe);
        return await Page.EvaluateAsync<string>(PageScripts.Violations, new { mode, rules });
    }

    public async ValueTask DisposeAsync()
    {
        Page.PageError -= OnError;
        Page.Console -= OnConsole;
        Page.Request -= OnRequest;
        if (_visit is not null)
            await _visit.CloseAsync();
    }

    private void Watch()
    {
        Page.PageError += OnError;
        Page.Console += OnConsole;
        Page.Request += OnRequest;
    }

    private void OnError(object? sender, string error) => _faults.Enqueue($"script: {error}");

    private void OnConsole(object? sender, IConsoleMessage message)
    {
        // The browser reports the page's own 400 as an error too.
        if (message.Type is "error" or "warning" && !message.Location.StartsWith(Page.Url, StringComparison.Ordinal))
            _faults.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
    }

    private void OnRequest(object? sender, IRequest request)
    {
        if (new Uri(request.Url) is not { Scheme: "data" } address && new Uri(request.Url).Authority != _url.Authority)
            _faults.Enqueue($"foreign request: {request.Url}");
    }
}
