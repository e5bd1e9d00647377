using Microsoft.Playwright;

namespace Hookwork.Tests.Pages.Browser;

/// <summary>The Chromium that is installed on this machine, started without a window. None is downloaded.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>
    /// The longest wait in milliseconds. Playwright's half a minute is short where the machine does other work, too.
    /// </summary>
    private const float Patience = 240_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>The program's path; null where it is not installed.</summary>
    public static string? Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists);

    /// <summary>Starts it.</summary>
    /// <exception cref="FileNotFoundException">It is not installed.</exception>
    public static async Task<Chromium> StartAsync()
    {
        var program = Program ?? throw new FileNotFoundException("chromium is not installed: apt-get install chromium");
        var playwright = await Playwright.CreateAsync();
        try
        {
            return new Chromium(
                playwright,
                await playwright.Chromium.LaunchAsync(
                    new BrowserTypeLaunchOptions
                    {
                        ExecutablePath = program,
                        Timeout = Patience,
                        // A container's /dev/shm may be too small for a page.
                        Args = ["--disable-dev-shm-usage", "--disable-gpu"],
                    }
                )
            );
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    /// <summary>A visitor with cookies of its own.</summary>
    /// <param name="url">The address that paths belong to.</param>
    /// <param name="width">The width of the window, in CSS pixels.</param>
    public async Task<IBrowserContext> VisitAsync(
        Uri url,
        ColorScheme colors = ColorScheme.Light,
        int width = 1280,
        bool runsScripts = true
    )
    {
        var visit = await _browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = url.ToString(),
                ColorScheme = colors,
                JavaScriptEnabled = runsScripts,
                Locale = "en-GB",
                ReducedMotion = ReducedMotion.Reduce,
                TimezoneId = "UTC",
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
            }
        );
        visit.SetDefaultTimeout(Patience);
        return visit;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }
}
