using System.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>A message: headers and a body (RFC 5322 and RFC 2045).</summary>
public partial class MimeMessage : IDisposable
{

    private readonly Dictionary<HeaderId, InternetAddressList> _addresses = [];
    private readonly bool _isParsed;
    private MessageIdList? _references;
    private bool _isSerializing;

    /// <summary>A message of parts of any kind.</summary>
    /// <param name="args">Headers and the body.</param>
    public MimeMessage(params object[] args) : this(ParserOptions.Default.Clone())
    {
        ArgumentNullException.ThrowIfNull(args);
        foreach (var arg in args)
        {
            switch (arg)
            {
                case null:
                    break;
                case Header header:
                    AddUnlessContent(header);
                    break;
                case IEnumerable<Header> headers:
                    foreach (var header in headers)
                        AddUnlessContent(header);
                    break;
                case MimeEntity entity when Body is null:
                    Body = entity;
                    break;
                default:
                    throw new ArgumentException("A message is not made of this.", nameof(args));
            }
        }

        AddMissingHeaders();
    }

    /// <summary>A message of headers.</summary>
    /// <param name="headers">The headers.</param>
    public MimeMessage(IEnumerable<Header> headers) : this(ParserOptions.Default.Clone())
    {
        ArgumentNullException.ThrowIfNull(headers);
        foreach (var header in headers)
            AddUnlessContent(header);

        AddMissingHeaders();
    }

    /// <summary>An empty message of this moment.</summary>
    public MimeMessage() : this(ParserOptions.Default.Clone())
    {
        Headers[HeaderId.From] = "";
        Date = DateTimeOffset.Now;
        Subject = "";
        MessageId = MimeUtils.GenerateMessageId();
    }

    /// <summary>A message of this moment.</summary>
    /// <param name="from">Whom it is from.</param>
    /// <param name="to">Whom it is to.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="body">The body.</param>
    public MimeMessage(IEnumerable<InternetAddress> from, IEnumerable<InternetAddress> to, string subject, MimeEntity body) : this()
    {
        From.AddRange(from);
        To.AddRange(to);
        Subject = subject;
        Body = body;
    }

    /// <summary>A message that was parsed.</summary>
    internal MimeMessage(ParserOptions options, IEnumerable<Header> headers) : this(options)
    {
        foreach (var header in headers)
            AddUnlessContent(header);

        _isParsed = true;
    }

    private MimeMessage(ParserOptions options)
    {
        Headers = new HeaderList(options);
        Headers.Changed += OnHeadersChanged;
    }

    /// <summary>The headers of the message; those on its content are in <see cref="Body"/>.</summary>
    public HeaderList Headers { get; }

    /// <summary>Who sent it, if not who wrote it.</summary>
    public MailboxAddress? Sender
    {
        get => GetMailbox(HeaderId.Sender);
        set => SetMailbox(HeaderId.Sender, value);
    }

    /// <summary>Who sent it on, if not who wanted it sent on.</summary>
    public MailboxAddress? ResentSender
    {
        get => GetMailbox(HeaderId.ResentSender);
        set => SetMailbox(HeaderId.ResentSender, value);
    }

    /// <summary>Who wrote it.</summary>
    public InternetAddressList From => GetAddresses(HeaderId.From);

    /// <summary>Who sent it on.</summary>
    public InternetAddressList ResentFrom => GetAddresses(HeaderId.ResentFrom);

    /// <summary>Whom to answer.</summary>
    public InternetAddressList ReplyTo => GetAddresses(HeaderId.ReplyTo);

    /// <summary>Whom to answer about its being sent on.</summary>
    public InternetAddressList ResentReplyTo => GetAddresses(HeaderId.ResentReplyTo);

    /// <summary>Whom it is to.</summary>
    public InternetAddressList To => GetAddresses(HeaderId.To);

    /// <summary>Whom it was sent on to.</summary>
    public InternetAddressList ResentTo => GetAddresses(HeaderId.ResentTo);

    /// <summary>Who gets a copy.</summary>
    public InternetAddressList Cc => GetAddresses(HeaderId.Cc);

    /// <summary>Who got a copy of what was sent on.</summary>
    public InternetAddressList ResentCc => GetAddresses(HeaderId.ResentCc);

    /// <summary>Who gets a copy without the others knowing.</summary>
    public InternetAddressList Bcc => GetAddresses(HeaderId.Bcc);

    /// <summary>Who got a copy of what was sent on without the others knowing.</summary>
    public InternetAddressList ResentBcc => GetAddresses(HeaderId.ResentBcc);

    /// <summary>What it is about; <c>null</c> if it has no subject.</summary>
    public string? Subject
    {
        get => Headers[HeaderId.Subject];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Headers[HeaderId.Subject] = value;
        }
    }

    /// <summary>When it was written; the default date if that is not said.</summary>
    public DateTimeOffset Date
    {
        get => GetDate(HeaderId.Date);
        set => Headers[HeaderId.Date] = DateUtils.FormatDate(value);
    }

    /// <summary>When it was sent on; the default date if that is not said.</summary>
    public DateTimeOffset ResentDate
    {
        get => GetDate(HeaderId.ResentDate);
        set => Headers[HeaderId.ResentDate] = DateUtils.FormatDate(value);
    }

    /// <summary>How important it is.</summary>
    public MessageImportance Importance
    {
        get => Headers[HeaderId.Importance]?.ToLowerInvariant() switch
        {
            "high" => MessageImportance.High,
            "low" => MessageImportance.Low,
            _ => MessageImportance.Normal,
        };
        set => Headers[HeaderId.Importance] = value.ToString().ToLowerInvariant();
    }

    /// <summary>How urgent it is.</summary>
    public MessagePriority Priority
    {
        get => Headers[HeaderId.Priority]?.ToLowerInvariant() switch
        {
            "non-urgent" => MessagePriority.NonUrgent,
            "urgent" => MessagePriority.Urgent,
            _ => MessagePriority.Normal,
        };
        set => Headers[HeaderId.Priority] = value == MessagePriority.NonUrgent ? "non-urgent" : value.ToString().ToLowerInvariant();
    }

    /// <summary>How urgent it is, to those who count from one to five.</summary>
    public XMessagePriority XPriority
    {
        get => Headers[HeaderId.XPriority]?.TrimStart() is [>= '1' and <= '5' and var digit, ..]
            ? (XMessagePriority)(digit - '0') : XMessagePriority.Normal;
        set => Headers[HeaderId.XPriority] = $"{(int)value} ({value})";
    }

    /// <summary>What the message is called, without angle brackets; <c>null</c> if it has no name.</summary>
    public string? MessageId
    {
        get => GetMessageId(HeaderId.MessageId);
        set => SetMessageId(HeaderId.MessageId, value ?? throw new ArgumentNullException(nameof(value)));
    }

    /// <summary>What the message is called since it was sent on.</summary>
    public string? ResentMessageId
    {
        get => GetMessageId(HeaderId.ResentMessageId);
        set => SetMessageId(HeaderId.ResentMessageId, value ?? throw new ArgumentNullException(nameof(value)));
    }

    /// <summary>The message that this one answers, the first if it is several.</summary>
    public string? InReplyTo
    {
        get => Headers.TryGetHeader(HeaderId.InReplyTo, out var header) ? MessageIds.ParseAll(header.RawValue).FirstOrDefault() : null;
        set
        {
            if (value is null)
                Headers.RemoveAll(HeaderId.InReplyTo);
            else
                SetMessageId(HeaderId.InReplyTo, value);
        }
    }

    /// <summary>The messages of the discussion that led to this one.</summary>
    public MessageIdList References
    {
        get
        {
            if (_references is not null)
                return _references;

            _references = new MessageIdList();
            _references.SetSilently(ReadReferences());
            _references.Changed += SerializeReferences;
            return _references;
        }
    }

    /// <summary>The version of MIME that the message follows.</summary>
    public Version? MimeVersion
    {
        get => Headers.TryGetHeader(HeaderId.MimeVersion, out var header) && MimeUtils.TryParse(header.RawValue, out var version)
            ? version : null;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            SetRaw(HeaderId.MimeVersion, $" {value}{FormatOptions.Default.NewLine}");
        }
    }

    /// <summary>The <c>From </c> line before the message, if it was in the wrong place.</summary>
    internal byte[]? MboxMarker { get; set; }

    /// <summary>The mailboxes the message goes, or was sent on, to.</summary>
    /// <param name="onlyUnique">Whether to name each address only once.</param>
    public IList<MailboxAddress> GetRecipients(bool onlyUnique = false)
    {
        var isResent = ResentSender is not null || ResentFrom.Count > 0;
        InternetAddressList[] lists = isResent ? [ResentTo, ResentCc, ResentBcc] : [To, Cc, Bcc];
        var all = lists.SelectMany(list => list.Mailboxes);
        return (onlyUnique ? all.DistinctBy(mailbox => mailbox.Address, StringComparer.OrdinalIgnoreCase) : all).ToList();
    }

    /// <summary>Chooses content encodings that a transport can carry.</summary>
    /// <param name="constraint">What the transport can carry.</param>
    /// <param name="maxLineLength">The longest line it can carry.</param>
    public virtual void Prepare(EncodingConstraint constraint, int maxLineLength = 78)
    {
        AddMimeVersion();
        Body?.Prepare(constraint, maxLineLength);
    }

    /// <summary>The message as it is written, with a character for each octet.</summary>
    public override string ToString()
    {
        using var memory = new MemoryStream();
        WriteTo(memory);
        return Encoding.Latin1.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the contents.</summary>
    /// <param name="disposing">Whether this is no finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Body?.Dispose();
    }
}
