namespace MimeKit;

/// <summary>What a stream given to <see cref="MimeParser"/> holds.</summary>
public enum MimeFormat : byte
{
    /// <summary>One message or one entity.</summary>
    Entity,

    /// <summary>Messages, each after a line that starts with <c>From </c> (RFC 4155).</summary>
    Mbox,

    /// <summary>The same as <see cref="Entity"/>.</summary>
    Default = Entity,
}
