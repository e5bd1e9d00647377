using System.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <content>Properties that are read from headers and written back to them.</content>
public partial class MimeMessage
{
    private void AddUnlessContent(Header header)
    {
        if (!MimeEntity.IsContentHeader(header))
            Headers.Add(header);
    }

    private void AddMissingHeaders()
    {
        if (!Headers.Contains(HeaderId.From))
            Headers[HeaderId.From] = "";

        if (!Headers.Contains(HeaderId.Date))
            Date = DateTimeOffset.Now;

        if (!Headers.Contains(HeaderId.Subject))
            Subject = "";

        if (!Headers.Contains(HeaderId.MessageId))
            MessageId = MimeUtils.GenerateMessageId();
    }

    private void AddMimeVersion()
    {
        if (!Headers.Contains(HeaderId.MimeVersion) && Body is { Headers.Count: > 0 })
            MimeVersion = new Version(1, 0);
    }

    private InternetAddressList GetAddresses(HeaderId id)
    {
        if (_addresses.TryGetValue(id, out var known))
            return known;

        var addresses = new InternetAddressList(ReadAddresses(id));
        addresses.Changed += () => SerializeAddresses(id, addresses);
        _addresses[id] = addresses;
        return addresses;
    }

    private List<InternetAddress> ReadAddresses(HeaderId id)
    {
        var addresses = new List<InternetAddress>();
        if (!Headers.Contains(id))
            return addresses;

        foreach (var header in Headers)
        {
            if (header.Id == id)
                addresses.AddRange(AddressParsing.ReadHeader(Headers.Options, header.RawValue));
        }

        return addresses;
    }

    private void SerializeAddresses(HeaderId id, InternetAddressList addresses)
    {
        if (addresses.Count > 0)
        {
            Replace(id, HeaderFormat.FormatAddresses(FormatOptions.Default, id.ToHeaderName(), addresses));
            return;
        }

        _isSerializing = true;
        Headers.RemoveAll(id);
        _isSerializing = false;
    }

    private MailboxAddress? GetMailbox(HeaderId id) =>
        Headers.TryGetHeader(id, out var header) ? AddressParsing.ReadFirstMailbox(Headers.Options, header.RawValue) : null;

    private void SetMailbox(HeaderId id, MailboxAddress? mailbox)
    {
        if (mailbox is null)
            Headers.RemoveAll(id);
        else
            Replace(id, HeaderFormat.FormatMailbox(FormatOptions.Default, id.ToHeaderName(), mailbox));
    }

    private DateTimeOffset GetDate(HeaderId id) =>
        Headers.TryGetHeader(id, out var header) && DateUtils.TryParse(header.RawValue, out var date) ? date : DateTimeOffset.MinValue;

    private string? GetMessageId(HeaderId id) => Headers.TryGetHeader(id, out var header) ? MessageIds.Parse(header.RawValue) : null;

    private void SetMessageId(HeaderId id, string value)
    {
        var messageId = MessageIds.Parse(Encoding.UTF8.GetBytes(value)) ??
            throw new ArgumentException("This is no message identifier.", nameof(value));
        SetRaw(id, $" <{messageId}>{FormatOptions.Default.NewLine}");
    }

    private List<string> ReadReferences() =>
        Headers.TryGetHeader(HeaderId.References, out var header) ? MessageIds.ParseAll(header.RawValue) : [];

    private void SerializeReferences()
    {
        if (_references is { Count: > 0 })
        {
            Replace(HeaderId.References, HeaderFormat.FormatReferences("References", FormatOptions.Default, _references));
            return;
        }

        _isSerializing = true;
        Headers.RemoveAll(HeaderId.References);
        _isSerializing = false;
    }

    private void SetRaw(HeaderId id, string rawValue) => Replace(id, Encoding.UTF8.GetBytes(rawValue));

    private void Replace(HeaderId id, byte[] rawValue)
    {
        _isSerializing = true;
        Headers.Replace(new Header(Headers.Options, id, id.ToHeaderName(), rawValue));
        _isSerializing = false;
    }

    /// <summary>Keeps the lists that were handed out true to the headers.</summary>
    private void OnHeadersChanged(HeaderListChangedAction action, Header? header)
    {
        if (_isSerializing)
            return;

        foreach (var (id, addresses) in _addresses)
        {
            if (header is null || header.Id == id)
                addresses.SetSilently(ReadAddresses(id));
        }

        if (_references is not null && (header is null || header.Id == HeaderId.References))
            _references.SetSilently(ReadReferences());
    }
}
