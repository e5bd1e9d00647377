using System.Diagnostics.CodeAnalysis;
using MimeKit.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>A document and what it is made of (RFC 2387).</summary>
public class MultipartRelated : Multipart
{
    /// <summary>A multipart that was parsed.</summary>
    /// <param name="args">What the parser knows of it.</param>
    public MultipartRelated(MimeEntityConstructorArgs args) : base(args)
    {
    }

    /// <summary>A new multipart.</summary>
    /// <param name="args">Headers and parts.</param>
    public MultipartRelated(params object[] args) : base("related", args)
    {
    }

    /// <summary>A new multipart.</summary>
    public MultipartRelated() : base("related")
    {
    }

    /// <summary>
    /// The document: the part that the start parameter names; without one, the first of the kind that the type parameter names; or
    /// else the first.
    /// </summary>
    public MimeEntity? Root => Find() ?? this.FirstOrDefault();

    /// <inheritdoc/>
    public override bool TryGetValue(TextFormat format, [NotNullWhen(true)] out TextPart? body)
    {
        body = null;
        if (Root is Multipart multipart)
            return multipart.TryGetValue(format, out body);

        if (Root is not TextPart text || !text.IsFormat(format))
            return false;

        body = text;
        return true;
    }

    private MimeEntity? Find()
    {
        if (ContentType.Parameters["start"] is { } start)
        {
            var id = MimeUtils.EnumerateReferences(start).FirstOrDefault() ?? start;
            return this.FirstOrDefault(child => child.ContentId == id);
        }

        var type = ContentType.Parameters["type"];
        return this.FirstOrDefault(child => child.ContentType.MimeType.Equals(type, StringComparison.OrdinalIgnoreCase));
    }
}
