using Microsoft.Playwright;

namespace Hookwork.Tests.Pages.Browser;

/// <summary>A page that the browser tests open and <c>bench -- screens</c> takes a picture of.</summary>
/// <param name="Name">The name of the test and the picture.</param>
/// <param name="Address">The path and query on Hookwork over the recording.</param>
/// <param name="Shows">A text that a reader finds in the page's content.</param>
internal sealed record BrowsedPage(string Name, string Address, string Shows)
{
    /// <summary>Whether it is behind the function key, which is not set where the pages are browsed.</summary>
    public bool IsForOperators { get; init; }

    /// <summary>All pages. A new one is a line here.</summary>
    public static IReadOnlyList<BrowsedPage> All { get; } =
    [
        new("home", "/", "QEMU Development"),
        new("patch", "/patch/2216659/", "PRQ"),
        new("events", "/events/", "series-completed"),
        new("search", "/search?q=virtio&per_page=20", "virtio"),
        new("search-problem", "/search?q=s:(virtio", "unclosed parenthesis"),
        new("list", "/project/qemu-devel/list/?state=*", "under-review"),
        new("series-list", "/project/qemu-devel/series/", "5 of 5"),
        new("series", "/series/485806/", "Below a name"),
        new("range-diff", "/series/484007/diff/484005/", "As git range-diff shows it"),
        new("person", "/person/80003/", "Latest reviews"),
        new(
            "cover",
            "/project/qemu-devel/cover/20251207022400.728685-1-ingrid.solberg@fjordsys.example/",
            "vhost-user"
        ),
        new(
            "thread",
            "/project/qemu-devel/thread/20251207022400.728685-1-ingrid.solberg@fjordsys.example/",
            "vhost-user"
        ),
        new("api-index", "/api/", "HTTP 200 OK"),
        new("api-list", "/api/patches/?per_page=3&page=2", "List patches."),
        new("api-patch", "/api/patches/2216659/", "patch: Update a patch."),
        new("status", "/status", "Walks over the server's lists"),
        new("api-checks", "/api/1.2/patches/2216659/checks/", "post: Create a check."),
        new("webhooks-sign-in", "/webhooks/", "Function key"),
        new("webhooks", "/webhooks/", "New subscription") { IsForOperators = true },
        new("webhooks-new", "/webhooks/new", "What matched last week") { IsForOperators = true },
    ];

    public async Task<IResponse?> OpenAsync(IPage page)
    {
        if (IsForOperators)
        {
            await page.GotoAsync("/webhooks/");
            await page.ClickAsync("main button");
        }
        return await page.GotoAsync(Address);
    }
}
