using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Hookwork.Tests.Pages.Browser;

/// <summary>The browser of the tests of the browsed archive, started on first use: where it is not installed, tests are skipped.</summary>
public sealed class SharedChromium : IAsyncLifetime
{
    private readonly Lazy<Task<Chromium>> _chromium = new(Chromium.StartAsync);
    private readonly ConcurrentDictionary<(Uri, bool), Lazy<Task<IBrowserContext>>> _visits = [];

    /// <summary>The running browser.</summary>
    internal Task<Chromium> BrowserAsync() => _chromium.Value;

    /// <summary>The visitor who opens page after page: a visit costs as much as several pages.</summary>
    internal Task<IBrowserContext> VisitAsync(Uri url, bool runsScripts) =>
        _visits
            .GetOrAdd(
                (url, runsScripts),
                _ => new(async () => await (await BrowserAsync()).VisitAsync(url, runsScripts: runsScripts))
            )
            .Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_chromium.IsValueCreated)
            await (await _chromium.Value).DisposeAsync();
    }
}
