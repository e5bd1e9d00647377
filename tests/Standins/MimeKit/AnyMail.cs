using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Hookwork.Tests.Standins.MimeKitTests;

/// <summary>Random mails, whole and broken.</summary>
internal static class AnyMail
{
    /// <summary>What means something in a mail.</summary>
    private static readonly string[] Pieces =
    [
        "From ", ">From ", "From: ", "To: ", "Cc: ", "Subject: ", "Date: ", "Message-Id: ", "References: ", "In-Reply-To: ",
            "Sender: ", "X: ",
        "Content-Type: ", "Content-Type: multipart/mixed; boundary=b\n", "Content-Type: message/rfc822\n", "Content-Type: text/html\n",
        "Content-Disposition: attachment; filename=", "Content-Transfer-Encoding: base64\n",
            "Content-Transfer-Encoding: quoted-printable\n",
        "Content-Transfer-Encoding: x-uuencode\n", "begin 644 x\n", "end\n", "multipart/", "text/plain", "; charset=",
            "; boundary=b", "name*0*=utf-8''%C3",
        "--b\n", "--b--\n", "--b", "--", "\n", "\n\n", "\r\n", "\r", "\t", " ", "  ", "a@example.com", "a", "b", "<", ">", "@", ",",
            ";", ":", ".", "\"",
        "\\", "(", ")", "[", "]", "=", "?", "=?utf-8?q?", "=?utf-8?b?", "?=", "=C3=B6", "w7Y=", "Mon, 01 Dec 2025 16:55:02 +0000",
            "-0500", "23:59:60",
        "Content-Type: text/html\n\n<html><head>", "<meta ", "http-equiv=Content-Type ", "content='text/html; charset=",
            "charset=utf-8", "<!--", "-->",
        "Content-Type: text/plain; format=flowed\n", "iso-2022-jp", "gb18030", "\u00ef\u00bb\u00bf",
        "\0", "\u00e9", "\u00ff", "%", "'", "*", "/", "{}", "9999999999",
    ];

    /// <summary>Any octets.</summary>
    public static Gen<byte[]> Octets { get; } = ArbMap.Default.GeneratorFor<byte[]>();

    /// <summary>Octets that look like a mail in places.</summary>
    public static Gen<byte[]> Nearly { get; } =
        Gen.Sized(size => Gen.Elements(Pieces).ListOf(size * 2).Select(pieces => Encoding.Latin1.GetBytes(string.Concat(pieces))));

    /// <summary>A header block with values that nearly make sense, and a body.</summary>
    public static Gen<byte[]> WithHeaders { get; } =
        from value in Nearly
        from body in Nearly
        select (byte[])[.. "Subject: "u8, .. value, .. "\n\n"u8, .. body];

    /// <summary>A recorded mail with some of it changed, left out or doubled.</summary>
    public static Gen<byte[]> Mutated { get; } =
        from mail in Gen.Elements(Mail.Recorded.Take(100).Select(recorded => recorded.Octets))
        from at in Gen.Choose(0, 3000)
        from length in Gen.Choose(0, 200)
        from replacement in Nearly
        let start = Math.Min(at, mail.Length)
        let end = Math.Min(start + length, mail.Length)
        select (byte[])[.. mail[..start], .. replacement, .. mail[end..]];

    /// <summary>Text in Unicode on one line.</summary>
    public static Gen<string> Line { get; } =
        Gen.Frequency(
            (6, Gen.Choose('!', '~').Select(code => ((char)code).ToString())),
            (2, Gen.Constant(" ")),
            (1, Gen.Choose(0xA1, 0x2FF).Select(code => ((char)code).ToString())),
            (1, Gen.Choose(0x1F300, 0x1FAFF).Select(char.ConvertFromUtf32)))
        .ArrayOf().Select(characters => string.Join(' ', string.Concat(characters).Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    public static void Check<T>(this Gen<T> values, Action<T> statement, int count = 300) =>
        Prop.ForAll(Arb.From(values), statement).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
}
