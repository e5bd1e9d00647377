using System.IO.Compression;
using MimeKit;

namespace Hookwork.Tests.Inbox;

/// <summary>Reads mboxes as a mail program does.</summary>
internal static class MboxMails
{
    public static List<MimeMessage> Read(byte[] mbox)
    {
        var parser = new MimeParser(new MemoryStream(mbox), MimeFormat.Mbox);
        List<MimeMessage> mails = [];
        while (!parser.IsEndOfStream)
            mails.Add(parser.ParseMessage());
        return mails;
    }

    public static List<MimeMessage> ReadCompressed(byte[] gzip)
    {
        using var mbox = new MemoryStream();
        using (var stream = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress))
            stream.CopyTo(mbox);
        return Read(mbox.ToArray());
    }
}
