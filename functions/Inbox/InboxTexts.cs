using System.Text;
using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Input;

namespace Hookwork.Inbox;

/// <summary>The texts of an inbox: how it is configured, and help.</summary>
internal static class InboxTexts
{
    /// <summary>What a client that wants to clone is told.</summary>
    public const string NoGit =
        "This inbox is made from a Patchwork server. It has no Git repository, and no IMAP, NNTP or POP3.\n"
        + "Get mails by t.mbox.gz, by a search with x=m, or with lei.\n";

    /// <summary>An inbox as a section of public-inbox's configuration.</summary>
    public static string Config(string inbox, IReadOnlyList<ProjectName> projects, string address)
    {
        var text = new StringBuilder();
        text.Append($"; A public-inbox configuration for a mirror of\n; {address}\n");
        text.Append("; See public-inbox-config(5). There is no Git repository to clone.\n");
        text.Append($"[publicinbox \"{Quoted(inbox)}\"]\n\tinboxdir = /path/to/top-level-inbox\n\turl = {address}\n");
        foreach (var project in projects)
        {
            using var document = JsonDocument.Parse(project.Json);
            Append("address", "list_email");
            Append("listid", "list_id");

            void Append(string name, string field)
            {
                if (document.RootElement.Text(field) is { Length: > 0 } said)
                    text.Append($"\t{name} = \"{Quoted(said)}\"\n");
            }
        }
        return text.ToString();
    }

    /// <summary>How to use an inbox.</summary>
    public static string Help(string address) =>
        $"""
            Addresses of {address}

              MESSAGE-ID/            the mail
              MESSAGE-ID/raw         the mail as it was sent
              MESSAGE-ID/t.mbox.gz   its thread
              MESSAGE-ID/T/          its thread on one page, t/ nested
              MESSAGE-ID/t.atom      its thread as a feed
              new.atom               the newest mails
              ?q=QUERY               a search: &x=A for a feed, &x=m for an mbox, &t=1 with whole threads
              _/text/config/raw      the configuration for public-inbox

            Clients

              git config b4.midmask {address}%s; b4 am MESSAGE-ID
              lei q --only {address} -o mboxrd:hits.mbox QUERY
              curl -s {address}MESSAGE-ID/raw | git am

            The query language is that of lore: see /search.

            {NoGit}
            """;

    /// <summary>A value of git's configuration in double quotes, on one line.</summary>
    private static string Quoted(string value) =>
        string.Concat(
            value
                .Where(letter => !char.IsControl(letter))
                .Select(letter => letter is '"' or '\\' ? $"\\{letter}" : letter.ToString())
        );
}
