namespace Hookwork.Tests.Pages.Browser;

/// <summary>The browser of the tests of the served archive, started on first use: where it is not installed, tests are skipped.</summary>
public sealed class SharedChromium : IAsyncLifetime
{
    private readonly Lazy<Task<Chromium>> _chromium = new(Chromium.StartAsync);

    /// <summary>The running browser.</summary>
    internal Task<Chromium> BrowserAsync() => _chromium.Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_chromium.IsValueCreated)
            await (await _chromium.Value).DisposeAsync();
    }
}
