using System.CommandLine;
using Hookwork.Recorded;
using Hookwork.SelfHost;
using Hookwork.Tests.Pages.Browser;
using Microsoft.Playwright;

namespace Hookwork.Bench.Screens;

/// <summary>Takes pictures of the pages that the browser tests open.</summary>
internal static class ScreensCommand
{
    private const int Phone = 390;

    private static readonly Option<DirectoryInfo> Folder = new("--folder")
    {
        Description = "Where the pictures are written.",
        DefaultValueFactory = _ => new DirectoryInfo("docs/screens"),
    };

    public static Command Create()
    {
        var command = new Command("screens", "Takes a picture of each page, wide and light, narrow and dark.")
        {
            Folder,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(Folder), cancellationToken));
        return command;
    }

    private static async Task RunAsync(DirectoryInfo folder, CancellationToken cancellationToken)
    {
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory, cancellationToken);
        await using var upstream = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions(),
            cancellationToken
        );
        await SelfHostProcess.RunToIdleAsync(azurite.ConnectionString, upstream.Url, cancellationToken);
        Progress.Tell($"archived the recording");
        await using var selfHost = await ServingSelfHost.StartAsync(
            azurite.ConnectionString,
            upstream.Url,
            cancellationToken
        );
        await using var chromium = await Chromium.StartAsync();
        folder.Create();
        foreach (var page in BrowsedPage.All)
        {
            await TakeAsync($"{page.Name}.png", ColorScheme.Light);
            await TakeAsync($"{page.Name}-dark.png", ColorScheme.Dark, Phone);
            Progress.Tell($"{page.Name}: {page.Address}");

            async Task TakeAsync(string name, ColorScheme colors, int width = 1280)
            {
                await using var visit = await chromium.VisitAsync(selfHost.Url, colors, width);
                var open = await visit.NewPageAsync();
                await page.OpenAsync(open);
                await open.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder.FullName, name) });
            }
        }
        Console.WriteLine($"{{\"pictures\":{BrowsedPage.All.Count * 2}}}");
    }
}
