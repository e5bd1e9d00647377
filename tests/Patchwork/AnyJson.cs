using FsCheck;
using FsCheck.Fluent;

namespace Hookwork.Tests.Patchwork;

/// <summary>Random JSON with Patchwork's names and values, in right and wrong places.</summary>
internal static class AnyJson
{
    private static readonly string[] s_names =
    [
        "id",
        "url",
        "web_url",
        "mbox",
        "comments",
        "checks",
        "headers",
        "category",
        "project",
        "date",
        "actor",
        "payload",
        "patch",
        "cover",
        "series",
        "current_state",
        "current_delegate",
        "comment",
        "check",
        "name",
        "content",
        "détail",
        "\\u0000",
        "\\n",
        "\\ud800",
        "",
    ];

    private static readonly string[] s_scalars =
    [
        "null",
        "true",
        "false",
        "0",
        "1",
        "14",
        "-1",
        "1e300",
        "1.5",
        "99999999999999999999",
        "2170000",
        "9999999999",
        "\"\"",
        "\"14\"",
        "\"patch-created\"",
        "\"check-created\"",
        "\"series-completed\"",
        "\"2025-12-01T16:55:16.000930\"",
        "\"0001-01-01T00:00:00\"",
        "\"9999-12-31T23:59:59.999999\"",
        "\"http://patchwork.example.org/api/1.3/patches/1/\"",
        "\"http://patchwork.example.org\"",
        "\"/api/patches/1/\"",
        "\"http://\"",
        "\"\\ud800\"",
        "\"\\u0000\\r\\n\"",
    ];

    /// <summary>As text, so that it may contain what a .NET string cannot.</summary>
    public static Gen<string> Text { get; } = Gen.Sized(size => Of(Math.Min(size / 10, 5)));

    private static Gen<string> Of(int depth)
    {
        var scalar = Gen.Elements(s_scalars);
        if (depth == 0)
            return scalar;
        var inner = Of(depth - 1);
        var property = Gen.Elements(s_names).SelectMany(name => inner.Select(value => $"\"{name}\":{value}"));
        return Gen.Frequency(
            (2, scalar),
            (1, Gen.ListOf(inner).Select(items => $"[{string.Join(',', items.Take(5))}]")),
            (6, Gen.ListOf(property).Select(items => $"{{{string.Join(',', items.Take(12))}}}"))
        );
    }
}
