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
        ("l: lid:", "words of the List-Id; the whole of it", "l:netdev"),
        ("b: bs:", "body and diff; body or subject", "b:use-after-free"),
        ("nq: q:", "text that is not quoted; quoted text", "nq:looks"),
        ("dfn:", "file in the diff", "dfn:hw/virtio/*"),
        ("dfa: dfb: dfctx:", "removed (-), added (+), context lines", "dfb:g_autofree"),
        ("dfhh:", "function that a hunk stands in", "dfhh:vhost_dev_init"),
        ("dfpre: dfpost: dfblob:", "blob id before, after, either", "dfblob:8a3f0c1"),
        (
            "patchid: changeid:",
            "git patch-id --stable of the diff; b4's change-id",
            "changeid:20260301-tidy-0123456789ab"
        ),
        ("d: dt: rt:", "sent (day, or day and time), received", "d:20260101..20260331 or rt:2.weeks.ago.."),
        ("m: mid: references:", "words of the Message-ID; the whole of it; what it replies to", "m:2026*"),
        ("prefix: version:", "a word in the brackets of the subject; its version", "prefix:net-next version:3"),
        ("has:", "review, ack, test, fixes, pull, cover, comments, attachment", "is:patch -has:comments"),
        ("reviewer:", "who gives a Reviewed-by", "reviewer:alice"),
        ("n: z:", "name of a file that the mail is; bytes", "z:100000.."),
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
            <p>All words must be there, in any of their forms; quoted ones as they are. <code>OR</code>, <code>XOR</code>, <code>NOT</code> or <code>-</code>,
            <code>NEAR/5</code>, <code>ADJ/5</code>, parentheses, <code>"phrases"</code> and <code>prefix*</code> work.
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
