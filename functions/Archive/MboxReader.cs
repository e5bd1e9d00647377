using System.IO.Hashing;
using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Mail.Mboxes;

namespace Hookwork.Archive;

/// <summary>Reads archived mboxes with the name that the submitter has now, as upstream serves them.</summary>
public sealed class MboxReader(MboxStore mboxes, EmbeddedStore embedded)
{
    /// <summary>Opens an mbox; null if there is none.</summary>
    /// <param name="submitter">The id of the person who sent the mail; null if unknown.</param>
    public async Task<StoredMbox?> OpenAsync(
        long project,
        ResourceKind kind,
        long id,
        long? submitter,
        CancellationToken cancellationToken
    )
    {
        var opening = mboxes.FindAsync(project, kind, id, cancellationToken);
        var person = submitter is { } number
            ? await embedded.JsonAsync(EmbeddedKind.Person, number, cancellationToken)
            : null;
        return await opening is { } mbox && person is not null
            ? await RenewAsync(mbox, person, cancellationToken)
            : await opening;
    }

    private static async Task<StoredMbox> RenewAsync(
        StoredMbox mbox,
        byte[] person,
        CancellationToken cancellationToken
    )
    {
        var start = new byte[Math.Min(mbox.Length, MboxHead.Limit)];
        try
        {
            await mbox.Rest.ReadExactlyAsync(start, cancellationToken);
            using var document = JsonDocument.Parse(person);
            var renewed = SubmitterHeader.Renew(
                start,
                document.RootElement.Text("name"),
                document.RootElement.Text("email") ?? ""
            );
            return renewed is null
                ? mbox with
                {
                    Start = start,
                }
                : mbox with
                {
                    Start = renewed,
                    Length = mbox.Length - start.Length + renewed.Length,
                    ETag = $"{mbox.ETag[..^1]}-{XxHash64.HashToUInt64(renewed):x}\"",
                };
        }
        catch
        {
            await mbox.DisposeAsync();
            throw;
        }
    }
}
