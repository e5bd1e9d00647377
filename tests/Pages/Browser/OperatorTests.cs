using Hookwork.Tests.Api;

namespace Hookwork.Tests.Pages.Browser;

/// <summary>An operator's way through the pages of webhooks, in Chromium.</summary>
[Collection(BrowsedArchiveCollection.Name)]
public sealed class OperatorTests(ServedArchive archive, SharedChromium chromium)
{
    [BrowserFact]
    public async Task A_subscription_is_previewed_made_paused_and_deleted()
    {
        await using var open = await OpenPage.GoAsync(
            await chromium.BrowserAsync(),
            archive.Client.BaseAddress!,
            BrowsedPage.All.Single(page => page.Name == "webhooks-new")
        );
        var page = open.Page;
        await page.FillAsync("#description", "Build <b>complete</b> series");
        await page.FillAsync("#query", "s:virtio");
        await page.CheckAsync("input[value='series.completed']");
        await ClickAsync("What matched last week");
        Assert.Equal("s:virtio", await page.InputValueAsync("#query"));
        Assert.True(await page.IsCheckedAsync("input[value='series.completed']"));

        await ClickAsync("Create");
        Assert.StartsWith("whsec_", await page.InnerTextAsync("pre.copy"), StringComparison.Ordinal);
        await page.ClickAsync("text=To the subscription");
        Assert.Equal("Build <b>complete</b> series", await page.InnerTextAsync("h1"));
        await ClickAsync("Pause");
        Assert.Equal("paused", await page.InnerTextAsync(".summary .badge"));

        await page.SetViewportSizeAsync(390, 844);
        var wide = await page.EvaluateAsync<string>(PageScripts.WiderThanTheWindow);
        Assert.True(wide == "", wide);
        await page.CheckAsync("input[name=sure]");
        await ClickAsync("Delete the subscription");
        Assert.Contains("no subscription yet", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await ClickAsync("Sign out");
        Assert.True(await page.IsVisibleAsync("#key"));
        Assert.True(open.Faults == "", open.Faults);

        async Task ClickAsync(string button)
        {
            await page.ClickAsync($"main button:text-is('{button}')");
            var violations = await open.ViolationsAsync(button);
            Assert.True(violations == "", violations);
        }
    }
}
