using Hookwork.Pages;
using Microsoft.AspNetCore.Html;

namespace Hookwork.Search.Formats;

/// <summary>The query language on one screen.</summary>
internal static class SearchHelp
{
    private static readonly (string Prefix, string Means, string Example)[] Rows =
    [
        ("s:", "subject", "s:\"live migration\""),
        ("f: t: c: tc: a:", "From, To, Cc, To or Cc, any address", "f:alice@example.org"),
        ("b: bs:", "body and diff; body or subject", "b:use-after-free"),
        ("nq: q:", "text that is not quoted; quoted text", "nq:looks"),
        ("dfn:", "file in the diff", "dfn:hw/virtio/*"),
        ("dfa: dfb: dfctx:", "added, removed, context lines", "dfa:g_autofree"),
        ("dfhh:", "function that a hunk stands in", "dfhh:vhost_dev_init"),
        ("dfpre: dfpost: dfblob:", "blob id before, after, either", "dfblob:8a3f0c1"),
        ("d:", "date: a day, a range, or relative", "d:20260101..20260331 or d:2.weeks.ago.."),
        ("m:", "Message-ID", "m:2026*"),
        ("is:", "patch, cover, comment or pull", "is:pull"),
        ("state: check:", "of the patch", "state:under-review check:fail"),
        ("delegate: archived:", "a username, an address or nobody; yes or no", "delegate:nobody archived:no"),
        ("p: series: tag:", "project, series id, name of a trailer", "tag:Reviewed-by"),
    ];

    /// <summary>A folded table of the prefixes.</summary>
    public static IHtmlContent Content { get; } =
        Html.Of(
            $"""
            <details>
            <summary>How to search</summary>
            <p>All words must be there. <code>OR</code>, <code>NOT</code> or <code>-</code>, parentheses, <code>"phrases"</code> and <code>prefix*</code> work.
            A name such as <code>vhost_dev_init</code> or <code>CONFIG_SPL_NAND</code> is found whole and by its parts.</p>
            <table>{Html.Join(
                Rows.Select(row =>
                    Html.Of(
                        $"""<tr><th scope="row"><code>{row.Prefix}</code></th><td>{row.Means}</td><td><code>{row.Example}</code></td></tr>"""
                    )
                )
            )}</table>
            </details>
            """
        );
}
