using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Hookwork.Tests.Pages.Browser;

/// <summary>The browser of the tests of the browsed archive, started on first use: where it is not installed, tests are skipped.</summary>
public sealed class SharedChromium : IAsyncLifetime
{
    private readonly Lazy<Task<Chromium>> _chromium = new(Chromium.StartAsync);
    private readonly ConcurrentDictionary<(Uri, bool), Lazy<Task<IPage>>> _tabs = [];

    /// <summary>The running browser.</summary>
    internal Task<Chromium> BrowserAsync() => _chromium.Value;

    /// <summary>The tab of the visitor who opens page after page in it: a new tab costs as much as several pages.</summary>
    internal Task<IPage> TabAsync(Uri url, bool runsScripts) =>
        _tabs.GetOrAdd((url, runsScripts), _ => new(() => NewTabAsync(url, runsScripts))).Value;

    private async Task<IPage> NewTabAsync(Uri url, bool runsScripts)
    {
        var visit = await (await BrowserAsync()).VisitAsync(url, runsScripts: runsScripts);
        return await visit.NewPageAsync();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_chromium.IsValueCreated)
            await (await _chromium.Value).DisposeAsync();
    }
}
