namespace Hookwork.Bench.Api;

/// <summary>Malformed and abusive requests.</summary>
internal static class HostileRequests
{
    /// <summary>Methods, paths, and the status with which Patchwork answers.</summary>
    public static IReadOnlyList<Exchange> All { get; } =
    [
        new("GET", "api/patches/?page=99999999999999999999", 404),
        new("GET", "api/patches/?page=2147483647&per_page=9223372036854775808", 404),
        new(
            "GET",
            $"api/patches/?{string.Join('&', Enumerable.Range(0, 100).Select(at => $"submitter={80_000 + at}&state=new&order=-date"))}",
            200
        ),
        new(
            "GET",
            $"api/events/?{string.Join('&', Enumerable.Range(0, 100).Select(at => $"series={at}&patch={at}"))}",
            200
        ),
        new("GET", "api/patches/?q=%ff%fe%00%80&msgid=%c3%28", 200),
        new("GET", $"api/patches/?q={new string('a', 7000)}", 200),
        new("GET", $"api/patches/?q={string.Join('+', Enumerable.Range(0, 1500))}", 200),
        new("GET", $"api/patches/?q={new string('a', 64 << 10)}", 414),
        new("GET", $"api/patches/?order={string.Join(',', Enumerable.Repeat("name,-date,state", 300))}", 200),
        new("GET", "api/events/?since=9999-12-31T23:59:59&before=0001-01-01", 200),
        new("GET", "api/9.9/patches/", 404),
        new("GET", "api/1.10/patches/", 404),
        new("GET", "api/patches/99999999999999999999/", 404),
        new("GET", "api/projects/%2e%2e%2f/", 404),
        new("DELETE", "api/patches/", 405),
        new("BREW", "api/series/", 405),
    ];
}
