namespace Hookwork.Bench.Api;

/// <summary>Malformed and abusive requests.</summary>
internal static class HostileRequests
{
    /// <summary>Methods, paths, and the status with which Patchwork answers.</summary>
    public static IReadOnlyList<(string Method, string Path, int Status)> All { get; } =
    [
        ("GET", "api/patches/?page=99999999999999999999", 404),
        ("GET", "api/patches/?page=2147483647&per_page=9223372036854775808", 404),
        (
            "GET",
            $"api/patches/?{string.Join('&', Enumerable.Range(0, 100).Select(at => $"submitter={80_000 + at}&state=new&order=-date"))}",
            200
        ),
        (
            "GET",
            $"api/events/?{string.Join('&', Enumerable.Range(0, 100).Select(at => $"series={at}&patch={at}"))}",
            200
        ),
        ("GET", "api/patches/?q=%ff%fe%00%80&msgid=%c3%28", 200),
        ("GET", $"api/patches/?q={new string('a', 7000)}", 200),
        ("GET", $"api/patches/?q={string.Join('+', Enumerable.Range(0, 1500))}", 200),
        ("GET", $"api/patches/?q={new string('a', 64 << 10)}", 414),
        ("GET", $"api/patches/?order={string.Join(',', Enumerable.Repeat("name,-date,state", 300))}", 200),
        ("GET", "api/events/?since=9999-12-31T23:59:59&before=0001-01-01", 200),
        ("GET", "api/9.9/patches/", 404),
        ("GET", "api/1.10/patches/", 404),
        ("GET", "api/patches/99999999999999999999/", 404),
        ("GET", "api/projects/%2e%2e%2f/", 404),
        ("DELETE", "api/patches/", 405),
        ("BREW", "api/series/", 405),
    ];
}
