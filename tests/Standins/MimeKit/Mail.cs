using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using MimeKit;

namespace Hookwork.Tests.Standins.MimeKitTests;

/// <summary>Mails as text, and those of the recorded server.</summary>
internal static class Mail
{
    public static FormatOptions Unix { get; } = WithLineEnds(NewLineFormat.Unix);

    public static FormatOptions Dos { get; } = WithLineEnds(NewLineFormat.Dos);

    /// <summary>The recorded mboxes of single messages: their kind, their number and their octets.</summary>
    public static List<(string Kind, int Id, byte[] Octets)> Recorded { get; } =
        [.. ReadLines("mboxes.jsonl.gz").Where(line => line.GetProperty("kind").GetString() != "series").Select(ToMbox)];

    /// <summary>What MimeKit leaves to the app that wants to read every charset.</summary>
    [ModuleInitializer]
    internal static void RegisterCharsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);

    public static MimeMessage Parse(string text) => Parse(Octets(text));

    public static MimeMessage Parse(byte[] octets) => MimeMessage.Load(new MemoryStream(octets));

    public static List<MimeMessage> ParseMbox(byte[] octets) => [.. new MimeParser(new MemoryStream(octets), MimeFormat.Mbox)];

    public static byte[] Write(MimeMessage message, FormatOptions? options = null)
    {
        using var memory = new MemoryStream();
        message.WriteTo(options ?? Unix, memory);
        return memory.ToArray();
    }

    public static string WriteText(MimeMessage message, FormatOptions? options = null) =>
        Encoding.Latin1.GetString(Write(message, options));

    public static byte[] Decode(MimePart part)
    {
        using var memory = new MemoryStream();
        part.Content?.DecodeTo(memory);
        return memory.ToArray();
    }

    public static IEnumerable<JsonElement> ReadLines(string file)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", file));
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return JsonDocument.Parse(line).RootElement;
    }

    private static (string Kind, int Id, byte[] Octets) ToMbox(JsonElement line) =>
        (line.GetProperty("kind").GetString()!, line.GetProperty("id").GetInt32(),
            Encoding.UTF8.GetBytes(line.GetProperty("body").GetString()!));

    private static FormatOptions WithLineEnds(NewLineFormat format)
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = format;
        return options;
    }
}
