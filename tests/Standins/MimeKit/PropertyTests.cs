using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MimeKit;
using MimeKit.Encodings;
using MimeKit.Utils;

namespace Hookwork.Tests.Standins.MimeKitTests;

/// <summary>What holds of any mail.</summary>
public sealed class PropertyTests
{
    [Fact]
    public void Any_octets_are_a_mail_or_a_format_error()
    {
        AnyMail.Octets.Check(ReadEverything);
        AnyMail.Nearly.Check(ReadEverything);
        AnyMail.WithHeaders.Check(ReadEverything);
        AnyMail.Mutated.Check(ReadEverything);
    }

    [Fact]
    public void Reading_in_small_pieces_reads_the_same() =>
        AnyMail.WithHeaders.Check(octets =>
        {
            var whole = TryParse(new MemoryStream(octets));
            using var stream = new TricklingStream(octets);
            var pieces = TryParse(stream);
            Assert.Equal(whole is null ? null : Mail.Write(whole), pieces is null ? null : Mail.Write(pieces));
        });

    [Fact]
    public void What_is_written_reads_the_same_again() =>
        AnyMail.WithHeaders.Select(octets => octets.Where(octet => octet != '\r').ToArray()).Check(octets =>
        {
            if (TryParse(new MemoryStream(octets)) is not { } message)
                return;

            var again = Mail.Parse(Mail.Write(message));
            Assert.Equal(message.Headers.Select(header => header.ToString()), again.Headers.Select(header => header.ToString()));
            if (message.BodyParts.Count() == 1 && message.Body is MimePart)
                Assert.Equal(Mail.Write(message), Mail.Write(again));
        });

    [Fact]
    public void A_mail_cut_short_is_a_shorter_mail()
    {
        foreach (var (_, _, octets) in Mail.Recorded.Take(3))
        {
            for (var length = 0; length < octets.Length; length += 7)
                ReadEverything(octets[..length]);
        }
    }

    [Fact]
    public void Messages_in_a_row_come_apart() =>
        Gen.Choose(0, Mail.Recorded.Count - 1).ArrayOf().Check(
            numbers =>
            {
                var mails = numbers.Select(number => Mail.Recorded[number].Octets).ToList();
                var whole = mails.SelectMany(mail => (byte[])[.. mail, (byte)'\n']).ToArray();
                var ids = mails.Select(mail => Mail.ParseMbox(mail)[0].MessageId);
                Assert.Equal(ids, whole.Length == 0 ? [] : Mail.ParseMbox(whole).Select(message => message.MessageId));
            },
            count: 20);

    [Fact]
    public void A_message_that_was_built_reads_as_it_was_built()
    {
        // What looks like the beginning of an encoded word is written as it is, and may hide one that follows; so does MimeKit.
        var line = AnyMail.Line.Where(line => !line.Contains("=?", StringComparison.Ordinal));
        var messages = from subject in line
                       from name in line
                       from text in AnyMail.Line.ArrayOf()
                       from encoding in Gen.Elements(Enum.GetValues<ContentEncoding>())
                       select (subject, name, string.Join('\n', text), encoding);
        messages.Check(parts =>
        {
            var (subject, name, text, encoding) = parts;
            var body = new TextPart("plain") { Text = text, ContentTransferEncoding = encoding };
            var message = new MimeMessage([new MailboxAddress(name, "a@example.com")], [new MailboxAddress(name, "b@example.com")],
                subject, body);
            var read = Mail.Parse(Mail.Write(message));

            Assert.Equal(subject, read.Subject);
            Assert.Equal(message.From, read.From);
            Assert.Equal(message.MessageId, read.MessageId);
            Assert.Equal(text.TrimEnd('\n'), read.TextBody!.TrimEnd('\n'));
            Assert.Equal(message.Date.ToUnixTimeSeconds(), read.Date.ToUnixTimeSeconds());
        });
    }

    [Fact]
    public void Parameters_that_were_written_read_as_they_were_written() =>
        AnyMail.Line.Check(value =>
        {
            var type = new ContentType("application", "pdf") { Name = value };
            var encoded = type.ToString(Encoding.UTF8, true)["Content-Type:".Length..];
            Assert.True(Ascii.IsValid(encoded));
            Assert.Equal(value, ContentType.Parse(encoded).Name);
        });

    [Fact]
    public void Prepared_content_stays_within_its_constraint() =>
        AnyMail.Octets.Check(octets =>
        {
            foreach (var constraint in Enum.GetValues<EncodingConstraint>())
            {
                var part = new TextPart("plain") { Content = new MimeContent(new MemoryStream(octets)) };
                part.Prepare(constraint);
                using var written = new MemoryStream();
                part.WriteTo(Mail.Unix, written, contentOnly: true);
                if (constraint == EncodingConstraint.SevenBit)
                    Assert.DoesNotContain(written.ToArray(), octet => octet > 127);
            }
        });

    [Fact]
    public void Coders_are_inverse() =>
        AnyMail.Octets.Check(octets =>
        {
            Assert.Equal(octets, Decode(new Base64Decoder(), Encode(new Base64Encoder(), octets)));
            Assert.Equal(octets, Decode(new UUDecoder(payloadOnly: true), Encode(new UUEncoder(), octets)));
            var text = octets.Where(octet => octet is not ((byte)'\r' or (byte)'\n')).ToArray();
            Assert.Equal(text, Decode(new QuotedPrintableDecoder(), Encode(new QuotedPrintableEncoder(), text)));
        });

    private static MimeMessage? TryParse(Stream stream)
    {
        try
        {
            return MimeMessage.Load(stream);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static void ReadEverything(byte[] octets)
    {
        try
        {
            ReadEverything(Mail.Parse(octets));
        }
        catch (FormatException)
        {
            // No message.
        }

        try
        {
            foreach (var message in Mail.ParseMbox(octets))
                ReadEverything(message);
        }
        catch (FormatException)
        {
            // No mbox, or not to its end.
        }
    }

    private static void ReadEverything(MimeMessage message)
    {
        _ = (message.From.ToString(true), message.To.ToString(), message.Cc, message.Bcc, message.ReplyTo, message.Sender);
        _ = (message.Subject, message.Date, message.MessageId, message.InReplyTo, message.References.ToString(), message.MimeVersion);
        _ = (message.TextBody, message.HtmlBody, message.Attachments.Count(), message.GetRecipients().Count);
        foreach (var header in message.Headers)
            _ = header.Value;

        foreach (var part in message.BodyParts)
        {
            _ = (part.ContentDisposition?.FileName, part.ContentId, part.ContentType.ToString(Encoding.UTF8, true), part.IsAttachment);
            if (part is MimePart leaf)
                _ = (leaf.FileName, Mail.Decode(leaf).Length);
        }

        _ = Mail.Write(message, Mail.Dos);
    }

    private static byte[] Encode(IMimeEncoder encoder, byte[] octets)
    {
        var output = new byte[encoder.EstimateOutputLength(octets.Length)];
        return output[..encoder.Flush(octets, 0, octets.Length, output)];
    }

    private static byte[] Decode(IMimeDecoder decoder, byte[] octets)
    {
        var output = new byte[decoder.EstimateOutputLength(octets.Length)];
        return output[..decoder.Decode(octets, 0, octets.Length, output)];
    }

    /// <summary>Gives what it has an octet at a time.</summary>
    private sealed class TricklingStream(byte[] octets) : MemoryStream(octets)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
