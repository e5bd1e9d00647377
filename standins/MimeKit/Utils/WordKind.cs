namespace MimeKit.Utils;

/// <summary>How a word is written into a header, from the plainest way to the one that can write anything.</summary>
internal enum WordKind
{
    Atom,
    Quoted,
    Encoded,
}
