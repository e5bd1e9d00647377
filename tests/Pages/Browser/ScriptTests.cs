using Hookwork.Tests.Api;
using Microsoft.Playwright;

namespace Hookwork.Tests.Pages.Browser;

/// <summary>What the script adds: keys, copying, folding, and events as they come.</summary>
[Collection(BrowsedArchiveCollection.Name)]
public sealed class ScriptTests(ServedArchive archive, SharedChromium chromium)
{
    [BrowserFact]
    public async Task Keys_walk_through_hits_and_open_one()
    {
        await using var open = await GoAsync("search");
        var page = open.Page;
        foreach (var (key, at) in new[] { ("j", 0), ("j", 1), ("j", 2), ("k", 1) })
        {
            await page.Keyboard.PressAsync(key);
            Assert.Equal(
                at,
                await page.EvaluateAsync<int>(
                    "[...document.querySelectorAll('[data-item]')].findIndex(item => item.classList.contains('here'))"
                )
            );
        }
        await page.Keyboard.PressAsync("?");
        Assert.True(await page.IsVisibleAsync("dialog.keys"));
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.IsVisibleAsync("dialog.keys"));
        await page.Keyboard.PressAsync("/");
        Assert.Equal("q", await page.EvaluateAsync<string>("document.activeElement.name"));
        await page.Keyboard.TypeAsync("j");
        Assert.Equal("j", await page.InputValueAsync("input[type=search]"));

        await page.EvaluateAsync("document.activeElement.blur()");
        var address = await page.EvaluateAsync<string>("document.querySelector('.here a').href");
        await page.Keyboard.PressAsync("o");
        // Asked of the page itself: WaitForURLAsync misses a navigation that ends while it begins to wait.
        await page.WaitForFunctionAsync(
            "address => location.href === address && document.readyState === 'complete'",
            address
        );
        Assert.True(open.Faults == "", open.Faults);
    }

    [BrowserFact]
    public async Task The_keys_can_be_turned_off_for_all_pages()
    {
        await using var open = await GoAsync("search");
        var page = open.Page;
        await page.Keyboard.PressAsync("?");
        await page.UncheckAsync("dialog.keys input");
        await page.ClickAsync("text=Close");
        await page.GotoAsync("/events/");
        foreach (var key in new[] { "j", "?" })
            await page.Keyboard.PressAsync(key);
        Assert.Equal(0, await page.Locator(".here, dialog.keys").CountAsync());

        await page.ClickAsync("footer button:text-is('Keys')");
        await page.CheckAsync("dialog.keys input");
        var violations = await open.ViolationsAsync("keys");
        Assert.True(violations == "", violations);
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        Assert.Equal(1, await page.Locator(".here").CountAsync());
        Assert.True(open.Faults == "", open.Faults);
    }

    [BrowserFact]
    public async Task A_command_is_copied_and_everything_folds()
    {
        await using var open = await GoAsync("patch");
        var page = open.Page;
        var folds = await page.EvaluateAsync<int>("document.querySelectorAll('main details').length");
        Assert.InRange(folds, 2, 1000);
        await page.Keyboard.PressAsync("f");
        Assert.Equal(0, await OpenFoldsAsync());
        await page.Keyboard.PressAsync("f");
        Assert.Equal(folds, await OpenFoldsAsync());

        await page.Locator("button.copy").First.ClickAsync();
        await page.WaitForSelectorAsync("button.copy[aria-label^=Copied], button.copy[aria-label^=Selected]");
        Assert.True(open.Faults == "", open.Faults);

        Task<int> OpenFoldsAsync() => page.EvaluateAsync<int>("document.querySelectorAll('main details[open]').length");
    }

    [BrowserFact]
    public async Task The_key_that_opens_an_item_folds_and_unfolds_a_file()
    {
        await using var open = await GoAsync("patch");
        var page = open.Page;
        await page.EvaluateAsync("document.querySelector('details.file').classList.add('here')");
        foreach (var isOpen in new[] { false, true })
        {
            await page.Keyboard.PressAsync("o");
            Assert.Equal(isOpen, await page.EvaluateAsync<bool>("document.querySelector('details.file').open"));
        }
        Assert.True(open.Faults == "", open.Faults);
    }

    [BrowserFact]
    public async Task Events_appear_as_they_come_unless_paused()
    {
        var own = await ServedArchive.StartAsync(20);
        try
        {
            await using var open = await OpenPage.GoAsync(
                await chromium.BrowserAsync(),
                own.Client.BaseAddress!,
                BrowsedPage.All.Single(page => page.Name == "events")
            );
            var page = open.Page;
            await page.ClickAsync("button:text-is('Pause')");
            var first = await page.InnerTextAsync("tbody tr:first-child");
            own.Patchwork.Time.Advance(5);
            await own.Deployment.RunToIdleAsync();
            await page.ClickAsync("button:text-is('Go on')");
            await page.WaitForFunctionAsync("first => document.querySelector('tbody tr').innerText !== first", first);

            first = await page.InnerTextAsync("tbody tr:first-child");
            // Rows further down have the link of one above them.
            for (var row = 0; row < 4; row++)
                await page.Keyboard.PressAsync("j");
            var marked = await page.GetAttributeAsync(".here", "id");
            var focused = await page.EvaluateAsync<string?>("document.activeElement.closest('tr')?.id");
            own.Patchwork.Time.Advance(5);
            await own.Deployment.RunToIdleAsync();
            await page.WaitForFunctionAsync("first => document.querySelector('tbody tr').innerText !== first", first);
            Assert.Equal(marked, await page.GetAttributeAsync(".here", "id"));
            Assert.Equal(focused, await page.EvaluateAsync<string?>("document.activeElement.closest('tr')?.id"));
            Assert.True(open.Faults == "", open.Faults);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [BrowserFact]
    public async Task The_status_is_renewed()
    {
        await using var open = await GoAsync("status");
        var page = open.Page;
        await page.EvaluateAsync("document.getElementById('status').replaceChildren()");
        await page.ClickAsync("button:text-is('Pause')");
        await page.ClickAsync("button:text-is('Go on')");

        await page.WaitForSelectorAsync("#status h2");
        Assert.True(open.Faults == "", open.Faults);
    }

    [BrowserFact]
    public async Task A_trouble_that_lasts_is_announced_once()
    {
        await using var open = await GoAsync("status");
        var page = open.Page;
        var asked = 0;
        await page.RouteAsync(
            "**/status",
            route =>
                route.FulfillAsync(
                    new RouteFulfillOptions
                    {
                        ContentType = "text/html",
                        Body = $"<div id='status'><p class='error' role='alert'>Blocked.</p><i>{++asked}</i></div>",
                    }
                )
        );

        foreach (var alerts in new[] { 1, 0 })
        {
            var before = asked;
            await page.ClickAsync("button:text-is('Pause')");
            await page.ClickAsync("button:text-is('Go on')");
            await page.WaitForFunctionAsync("last => document.querySelector('#status i')?.innerText > last", before);
            Assert.Equal(alerts, await page.Locator("#status [role=alert]").CountAsync());
        }
        Assert.True(open.Faults == "", open.Faults);
    }

    [BrowserFact]
    public async Task A_malformed_fragment_does_not_stop_the_script()
    {
        await using var open = await OpenPage.GoAsync(
            await chromium.BrowserAsync(),
            archive.Client.BaseAddress!,
            new BrowsedPage("fragment", "/events/#100%", "series-completed")
        );

        Assert.True(await open.Page.IsVisibleAsync("button:text-is('Pause')"));
        Assert.True(open.Faults == "", open.Faults);
    }

    private async Task<OpenPage> GoAsync(string name) =>
        await OpenPage.GoAsync(
            await chromium.BrowserAsync(),
            archive.Client.BaseAddress!,
            BrowsedPage.All.Single(page => page.Name == name)
        );
}
