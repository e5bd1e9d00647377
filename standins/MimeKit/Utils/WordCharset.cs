namespace MimeKit.Utils;

/// <summary>The charset of an encoded word, from the narrowest to the one asked for.</summary>
internal enum WordCharset
{
    Ascii,
    Latin1,
    Requested,
}
