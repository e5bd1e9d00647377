using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Searching;

namespace Hookwork.Search;

/// <summary>Reads the subjects and texts of mails from the catalogs of their projects.</summary>
public sealed class MailContents(Catalogs catalogs)
{
    /// <summary>The subjects, as the mails have them, and the texts; those of mails that changed or were removed meanwhile are left out.</summary>
    /// <exception cref="CatalogNotReadyException">A catalog is still being prepared.</exception>
    public async Task<IReadOnlyDictionary<MailPlace, (string Subject, StoredText Text)>> ReadAsync(
        IEnumerable<MailPlace> mails,
        CancellationToken cancellationToken
    )
    {
        Dictionary<MailPlace, (string, StoredText)> texts = [];
        foreach (var project in mails.GroupBy(mail => mail.Project))
        {
            using var lease = await catalogs.UseAsync(project.Key, cancellationToken);
            var read = lease.File.Read(connection => MailRows.Texts(connection, project.Select(mail => mail.Row)));
            foreach (var mail in project)
            {
                // A catalog that was evicted and loaded again meanwhile may number its rows otherwise.
                if (read.TryGetValue(mail.Row, out var found) && found.Key == mail.Key)
                    texts[mail] = (found.Subject, found.Text);
            }
        }
        return texts;
    }
}
