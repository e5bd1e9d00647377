using Hookwork.Tests.Api;
using Microsoft.Playwright;

namespace Hookwork.Tests.Pages.Browser;

/// <summary>Every page of <see cref="BrowsedPage.All"/> in Chromium, over the archived recording.</summary>
[Collection(BrowsedArchiveCollection.Name)]
public sealed class PagesTests(ServedArchive archive, SharedChromium chromium)
{
    private const int PhoneWidth = 390;
    private const int PhoneHeight = 844;
    private const int TabsAtOnce = 8;

    /// <summary>What may differ between light and dark.</summary>
    private static readonly string[] s_colors = ["color-contrast", "link-in-text-block"];

    /// <summary>What may differ on a phone.</summary>
    private static readonly string[] s_layout = ["target-size", "scrollable-region-focusable", "aria-hidden-focus"];

    public static TheoryData<string> Names => [.. BrowsedPage.All.Select(page => page.Name)];

    [BrowserTheory]
    [MemberData(nameof(Names))]
    public async Task A_page_is_for_all_by_eye_by_keyboard_and_without_scripts(string name)
    {
        await using var open = await GoAsync(name);
        await using (var plain = await GoAsync(name, runsScripts: false))
            await AssertSaysTheSameAsync(open, plain);
        await AssertReadableAsync(open);
        await AssertWalkedByKeyboardAsync(open);
        Assert.True(open.Faults == "", open.Faults);
    }

    [BrowserFact]
    public async Task A_diff_is_whole_on_paper()
    {
        await using var open = await OpenPage.GoAsync(
            await chromium.BrowserAsync(),
            archive.Client.BaseAddress!,
            BrowsedPage.All.Single(page => page.Name == "patch")
        );
        await open.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await open.Page.SetViewportSizeAsync(PhoneWidth, PhoneHeight);

        Assert.Equal(
            0,
            await open.Page.EvaluateAsync<int>(
                "[...document.querySelectorAll('.diff')].filter(diff => diff.scrollWidth > diff.clientWidth + 1).length"
            )
        );
        Assert.False(await open.Page.IsVisibleAsync("header"));
    }

    [BrowserTheory]
    [InlineData("list")]
    [InlineData("events")]
    public async Task Paper_has_no_forms(string name)
    {
        await using var open = await GoAsync(name);
        await open.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        Assert.Equal(0, await open.Page.Locator("form:visible").CountAsync());
        await open.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
    }

    [BrowserFact]
    public async Task A_date_in_a_table_is_one_line_on_a_phone()
    {
        await using var open = await GoAsync("status");
        var window = open.Page.ViewportSize!;
        await open.Page.SetViewportSizeAsync(PhoneWidth, PhoneHeight);

        Assert.Equal(
            0,
            await open.Page.EvaluateAsync<int>(
                "[...document.querySelectorAll('td time')].filter(date => date.getClientRects().length > 1).length"
            )
        );
        await open.Page.SetViewportSizeAsync(window.Width, window.Height);
    }

    [BrowserFact]
    public async Task A_folder_is_in_the_column_of_its_first_file()
    {
        await using var open = await GoAsync("patch");
        await open.Page.GotoAsync("/project/uboot/patch/xss.1@evil.example/");

        Assert.True(
            await open.Page.EvaluateAsync<bool>(
                """
                () => {
                  const left = selector => document.querySelector(selector).getBoundingClientRect().left;
                  return left('.files li') - left('.files p') < 100;
                }
                """
            )
        );
    }

    [BrowserFact]
    public async Task A_name_does_not_turn_the_date_that_follows()
    {
        await using var open = await GoAsync("person");

        Assert.True(
            await open.Page.EvaluateAsync<bool>(
                """
                () => {
                  const name = document.querySelector('.reviews a');
                  name.prepend('\u202E');
                  const date = name.nextElementSibling.firstChild;
                  const left = index => {
                    const range = document.createRange();
                    range.setStart(date, index);
                    range.setEnd(date, index + 1);
                    return range.getBoundingClientRect().left;
                  };
                  return left(0) < left(1);
                }
                """
            )
        );
    }

    private static async Task AssertSaysTheSameAsync(OpenPage scripted, OpenPage plain)
    {
        Assert.Equal(
            await scripted.Page.EvaluateAsync<string[]>(PageScripts.Content),
            await plain.Page.EvaluateAsync<string[]>(PageScripts.Content)
        );
        Assert.True(plain.Faults == "", plain.Faults);
    }

    /// <summary>In light and dark, and on a phone.</summary>
    private static async Task AssertReadableAsync(OpenPage open)
    {
        var page = open.Page;
        var violations = await open.ViolationsAsync("light");
        var labels = await page.EvaluateAsync<string>(PageScripts.LabelsWithoutRole);

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        violations += await open.ViolationsAsync("dark", s_colors);

        var window = page.ViewportSize!;
        await page.SetViewportSizeAsync(PhoneWidth, PhoneHeight);
        violations += await open.ViolationsAsync("phone", s_layout);
        var wide = await page.EvaluateAsync<string>(PageScripts.WiderThanTheWindow);
        var squeezed = await page.EvaluateAsync<string>(PageScripts.SqueezedCells);

        Assert.True(violations == "", violations);
        Assert.True(labels == "", labels);
        Assert.True(wide == "", wide);
        Assert.True(squeezed == "", squeezed);
        await page.SetViewportSizeAsync(window.Width, window.Height);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
    }

    private static async Task AssertWalkedByKeyboardAsync(OpenPage open)
    {
        var page = open.Page;
        await page.EvaluateAsync(PageScripts.RecordFocus);

        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("#main", await page.EvaluateAsync<string?>("document.activeElement.getAttribute('href')"));
        var stops = await page.EvaluateAsync<int>(PageScripts.CountStops);
        for (
            var pressed = 1;
            pressed < 2 * stops && !await page.EvaluateAsync<bool>("walk.ended");
            pressed += TabsAtOnce
        )
            await Task.WhenAll(Enumerable.Range(0, TabsAtOnce).Select(_ => page.Keyboard.PressAsync("Tab")));

        var missed = await page.EvaluateAsync<string>("walk.missed()");
        Assert.True(missed == "", missed);
        var unseen = await page.EvaluateAsync<string>("walk.unseen");
        Assert.True(unseen == "", unseen);
    }

    /// <summary>Operators sign in, each for one page.</summary>
    private async Task<OpenPage> GoAsync(string name, bool runsScripts = true)
    {
        var (url, page) = (archive.Client.BaseAddress!, BrowsedPage.All.Single(page => page.Name == name));
        return page.IsForOperators
            ? await OpenPage.GoAsync(await chromium.BrowserAsync(), url, page, runsScripts)
            : await OpenPage.GoAsync(await chromium.TabAsync(url, runsScripts), url, page);
    }
}
