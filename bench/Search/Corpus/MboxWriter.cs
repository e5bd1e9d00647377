using System.Globalization;
using System.Text;

namespace Hookwork.Bench.Search.Corpus;

/// <summary>Writes mails as in a list's mbox, with the trace headers of the hosts on the way.</summary>
/// <param name="withTrace">Whether the hosts on the way leave their headers, 2.3 KB of them.</param>
internal sealed class MboxWriter(Dice dice, bool withTrace = true)
{
    private const string List = "qemu-devel@nongnu.example";

    /// <summary>
    /// Writes a mail and returns its octets, from the line <c>From </c> to the blank line at its end.
    /// </summary>
    public byte[] Write(ListMail mail)
    {
        var text = new StringBuilder(mail.Body.Length + 4096);
        var (author, date) = (mail.Author, Date(mail.Date));
        text.Append(
            CultureInfo.InvariantCulture,
            $"From qemu-devel-bounces@nongnu.example {mail.Date.UtcDateTime:ddd MMM dd HH:mm:ss yyyy}\n"
        );
        var start = text.Length;
        text.Append("Return-Path: <qemu-devel-bounces@nongnu.example>\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            Received: from lists.nongnu.example (lists.nongnu.example [192.0.2.17])
             (using TLSv1.2 with cipher ECDHE-ECDSA-AES256-GCM-SHA384 (256/256 bits))
             by archive.example (Postfix) with ESMTPS id {dice.Digits(
                "23456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
                15
            )}
             for <archive@archive.example>; {date}
            Received: from {author.Host} ({author.Host} [{author.Network}])
             by lists.nongnu.example with esmtps (TLS1.2:ECDHE_RSA_AES_256_GCM_SHA384:256)
             (Exim 4.90_1) (envelope-from <{author.Address}>)
             id 1v{dice.Base64(4).Replace('/', 'x').Replace('+', 'y')}-0000{dice.Hex(2)}-{dice.Hex(2)}
             for {List}; {date}

            """
        );
        if (dice.Chance(0.75))
            AppendSignature(text, mail);
        // The dice are thrown alike, so that the mails are the same.
        if (!withTrace)
            text.Length = start;
        text.Append(
            CultureInfo.InvariantCulture,
            $"From: {author.InHeader}\nTo: {(dice.Chance(0.5) ? List : mail.To.InHeader)}\n"
        );
        if (mail.Cc.Count > 0)
            text.Append("Cc: ").AppendJoin(",\n ", mail.Cc.Select(member => member.InHeader).Append(List)).Append('\n');
        text.Append("Subject: ")
            .Append(
                Prose
                    .Wrap(Ascii.IsValid(mail.Subject) ? mail.Subject : ListMember.Encoded(mail.Subject), 68)
                    .Replace("\n", "\n ")
            )
            .Append('\n');
        text.Append(
            CultureInfo.InvariantCulture,
            $"Date: {date}\nMessage-ID: <{mail.MessageId}>\nX-Mailer: {author.Mailer}\n"
        );
        if (mail.References.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"In-Reply-To: <{mail.References[^1]}>\nReferences: ");
            text.AppendJoin("\n ", mail.References.TakeLast(10).Select(id => $"<{id}>")).Append('\n');
        }
        text.Append(
            """
            MIME-Version: 1.0
            Content-Type: text/plain; charset=UTF-8
            Content-Transfer-Encoding: 8bit

            """
        );
        if (withTrace)
            AppendListHeaders(text);
        text.Append('\n');
        text.Append(mail.Body.StartsWith("From ", StringComparison.Ordinal) ? ">" : "")
            .Append(mail.Body.Replace("\nFrom ", "\n>From ", StringComparison.Ordinal));
        return Encoding.UTF8.GetBytes(text.Append('\n').Replace("\r\n", "\n").ToString());
    }

    private static void AppendListHeaders(StringBuilder text) =>
        text.Append(
            """
            Precedence: list
            List-Id: qemu development <qemu-devel.nongnu.example>
            List-Unsubscribe: <https://lists.nongnu.example/mailman/options/qemu-devel>,
             <mailto:qemu-devel-request@nongnu.example?subject=unsubscribe>
            List-Archive: <https://lists.nongnu.example/archive/html/qemu-devel>
            List-Post: <mailto:qemu-devel@nongnu.example>
            List-Subscribe: <https://lists.nongnu.example/mailman/listinfo/qemu-devel>
            Sender: qemu-devel-bounces@nongnu.example

            """
        );

    private void AppendSignature(StringBuilder text, ListMail mail)
    {
        var signature = dice.Base64(dice.Chance(0.6) ? 342 : 172) + "==";
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={mail.Author.Address[
                (mail.Author.Address.IndexOf('@') + 1)..
            ]};
             s=default; t={mail.Date.ToUnixTimeSeconds()}; bh={dice.Base64(43)}=;
             h=Message-ID:Date:In-Reply-To:Cc:Subject:References:To:From;
             b={string.Join("\n ", signature.Chunk(72).Select(line => new string(line)))}

            """
        );
    }

    private static string Date(DateTimeOffset date) =>
        date.ToString("ddd, d MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
}
