using Hookwork.Archive.Resources;
using Hookwork.Ingest;
using Hookwork.Ingest.Polling;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Webhooks.Receiving;

/// <summary>
/// Detects events of another server without a request to it. The address alone does not tell: a mirror sends events
/// with its own. An event's project and its patch or cover letter are compared with the archive.
/// </summary>
public sealed class PushedOrigin(Upstream upstream, ResourceStore resources, PatchworkSettings patchwork)
{
    /// <summary>Why an event is of another server; null if nothing shows that.</summary>
    /// <param name="e">An event of a followed project.</param>
    /// <param name="server">The server in its addresses; null without addresses.</param>
    /// <exception cref="UpstreamException">The projects are not known yet, and the server does not answer.</exception>
    public async Task<string?> FaultAsync(Event e, Uri? server, CancellationToken cancellationToken)
    {
        var pushed = e.Project!;
        var own = (await upstream.FollowedAsync(cancellationToken)).First(project => project.Id == pushed.Id);
        var isNamed = pushed.ListId is not null || pushed.LinkName is not null;
        if (isNamed && pushed.ListId != own.ListId && pushed.LinkName != own.LinkName)
            return Sentence($"project {own.Id} is {pushed.LinkName ?? pushed.ListId}", own.LinkName ?? own.ListId);

        if (
            server == patchwork.Url
            || EventTarget.Of(e).Item is not { } item
            || e.Payload.Field(item.Kind.Name())?.Text("msgid") is not { } messageId
        )
            return null;
        var row = await resources.RowAsync(item.Kind, item.Id, cancellationToken);
        return row.HasOther(messageId) ? Sentence($"{item.Kind.Name()} {item.Id} is {messageId}", row.MessageId) : null;

        string Sentence(string there, string? here) =>
            $"Event {e.Id} comes from another Patchwork server than the one followed here: at {server?.ToString() ?? "its sender's"} {Printable.Escape(there)}, "
            + $"at {patchwork.Url} it is {Printable.Escape(here)}; send it to a Hookwork that follows that server.";
    }
}
