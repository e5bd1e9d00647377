using System.Text.Json.Nodes;
using Hookwork.Input;
using Hookwork.Mail;

namespace Hookwork.Builds;

/// <summary>A patch or cover letter of a series.</summary>
/// <param name="Resource">As the API shows it, with relative addresses.</param>
/// <param name="Body">Its text and diff.</param>
/// <param name="PatchId">The patch-id of its diff; null without one.</param>
/// <param name="Bytes">The size of its JSON in the archive.</param>
public sealed record Member(long Id, JsonObject Resource, MailBody Body, string? PatchId, int Bytes)
{
    /// <summary>The address of its pull request; null if Patchwork found none.</summary>
    public string? PullUrl => Text("pull_url");

    /// <summary>Its Message-ID in angle brackets; null if it has none.</summary>
    public string? MessageId => Text("msgid");

    /// <summary>A field that is a text; null if it is none.</summary>
    public string? Text(string name) => Resource.Text(name);
}
