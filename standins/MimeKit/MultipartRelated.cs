using System.Diagnostics.CodeAnalysis;
using MimeKit.Text;

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

    /// <summary>The document: the part that the start parameter names, or else the first.</summary>
    public MimeEntity? Root
    {
        get
        {
            var index = FindRoot();
            return index == -1 ? null : this[index];
        }
    }

    /// <inheritdoc/>
    public override bool TryGetValue(TextFormat format, [NotNullWhen(true)] out string? body)
    {
        body = null;
        if (Root is Multipart multipart)
            return multipart.TryGetValue(format, out body);

        if (Root is not TextPart text || !text.IsFormat(format))
            return false;

        body = text.GetJoinedText();
        return true;
    }

    private int FindRoot()
    {
        if (ContentType.Parameters["start"] is { } start)
        {
            var id = Utils.MimeUtils.ParseMessageId(start);
            for (var i = 0; i < Count; i++)
            {
                if (id is not null && this[i].ContentId == id)
                    return i;
            }
        }

        return Count > 0 ? 0 : -1;
    }
}
