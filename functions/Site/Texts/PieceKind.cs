namespace Hookwork.Site.Texts;

/// <summary>The kind of a part of a mail's text.</summary>
public enum PieceKind
{
    /// <summary>What its author wrote.</summary>
    Own,

    /// <summary>What it quotes, with the attribution before it.</summary>
    Quote,

    /// <summary>The signature.</summary>
    Signature,
}
