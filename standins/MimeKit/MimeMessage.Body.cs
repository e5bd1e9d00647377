using MimeKit.Text;

namespace MimeKit;

/// <content>The body.</content>
public partial class MimeMessage
{
    /// <summary>The body, if there is one.</summary>
    public MimeEntity? Body { get; set; }

    /// <summary>The body as plain text, if it has such a form.</summary>
    public string? TextBody => GetTextBody(TextFormat.Plain);

    /// <summary>The body as HTML, if it has such a form.</summary>
    public string? HtmlBody => GetTextBody(TextFormat.Html);

    /// <summary>The leaves of the body.</summary>
    public IEnumerable<MimeEntity> BodyParts
    {
        get
        {
            var pending = new Stack<MimeEntity>();
            if (Body is not null)
                pending.Push(Body);

            while (pending.TryPop(out var entity))
            {
                if (entity is not Multipart multipart)
                {
                    yield return entity;
                    continue;
                }

                for (var i = multipart.Count - 1; i >= 0; i--)
                    pending.Push(multipart[i]);
            }
        }
    }

    /// <summary>The leaves of the body that are to be saved.</summary>
    public IEnumerable<MimeEntity> Attachments => BodyParts.Where(part => part.IsAttachment);

    /// <summary>The body as text in a format, if it has such a form.</summary>
    /// <param name="format">The format.</param>
    public string? GetTextBody(TextFormat format)
    {
        if (Body is Multipart multipart)
            return multipart.TryGetValue(format, out var body) ? body.GetJoinedText() : null;

        return Body is TextPart { IsAttachment: false } text && text.IsFormat(format) ? text.GetJoinedText() : null;
    }
}
