using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using MimeKit.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>An entity made of entities (RFC 2046, section 5.1).</summary>
public partial class Multipart : MimeEntity, IList<MimeEntity>
{
    private readonly List<MimeEntity> _children = [];
    private string? _preamble;
    private string? _epilogue;

    /// <summary>A multipart that was parsed.</summary>
    /// <param name="args">What the parser knows of it.</param>
    public Multipart(MimeEntityConstructorArgs args) : base(args)
    {
    }

    /// <summary>A new multipart.</summary>
    /// <param name="subtype">How the parts belong together.</param>
    /// <param name="args">Headers and parts.</param>
    public Multipart(string subtype, params object[] args) : this(subtype)
    {
        ArgumentNullException.ThrowIfNull(args);
        foreach (var arg in args)
        {
            switch (arg)
            {
                case null:
                    break;
                case Header header:
                    Headers.Add(header);
                    break;
                case IEnumerable<Header> headers:
                    foreach (var header in headers)
                        Headers.Add(header);
                    break;
                case MimeEntity entity:
                    Add(entity);
                    break;
                default:
                    throw new ArgumentException("A multipart is not made of this.", nameof(args));
            }
        }
    }

    /// <summary>A new multipart.</summary>
    /// <param name="subtype">How the parts belong together.</param>
    public Multipart(string subtype) : base("multipart", subtype)
    {
        Boundary = "=-" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
    }

    /// <summary>A new multipart/mixed.</summary>
    public Multipart() : this("mixed")
    {
    }

    /// <summary>What separates the parts.</summary>
    public string? Boundary
    {
        get => ContentType.Boundary;
        set => ContentType.Boundary = value?.Trim();
    }

    /// <summary>What stands before the first part, for readers without MIME.</summary>
    public string? Preamble
    {
        get => _preamble ??= RawPreamble is null ? null : Charsets.DecodeUndeclared(Headers.Options, RawPreamble);
        set
        {
            if (Preamble == value)
                return;

            _preamble = value is null ? null : FoldLines(value);
            RawPreamble = _preamble is null ? null : Encoding.UTF8.GetBytes(_preamble);
            HasEndBoundary = true;
        }
    }

    /// <summary>What stands after the last part.</summary>
    public string? Epilogue
    {
        get
        {
            if (_epilogue is null && RawEpilogue is not null)
            {
                // The line end after the last boundary belongs to the boundary, unless there is nothing else.
                var text = Charsets.DecodeUndeclared(Headers.Options, RawEpilogue);
                _epilogue = text switch
                {
                    ['\r', '\n', _, ..] => text[2..],
                    ['\n', _, ..] => text[1..],
                    _ => text,
                };
            }

            return _epilogue;
        }

        set
        {
            if (Epilogue == value)
                return;

            _epilogue = value is null ? null : FormatOptions.Default.NewLine + FoldLines(value).TrimStart('\r', '\n');
            RawEpilogue = _epilogue is null ? null : Encoding.UTF8.GetBytes(_epilogue);
            HasEndBoundary = true;
        }
    }

    /// <inheritdoc/>
    public int Count => _children.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    internal byte[]? RawPreamble { get; set; }

    /// <summary>Everything after the last boundary, its line end included.</summary>
    internal byte[]? RawEpilogue { get; set; }

    internal bool HasEndBoundary { get; set; } = true;

    /// <inheritdoc/>
    public MimeEntity this[int index]
    {
        get => _children[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _children[index] = value;
            HasEndBoundary = true;
        }
    }

    /// <summary>Finds the part that is the text of the multipart in a format.</summary>
    /// <param name="format">The format.</param>
    /// <param name="body">The part.</param>
    /// <returns>Whether there is any.</returns>
    public virtual bool TryGetValue(TextFormat format, [NotNullWhen(true)] out TextPart? body)
    {
        body = null;
        foreach (var child in _children)
        {
            // What comes after a multipart, or after text in another format, is not the text of the message.
            if (child is Multipart multipart)
                return multipart.TryGetValue(format, out body);

            if (child is TextPart { IsAttachment: false } text)
            {
                if (!text.IsFormat(format))
                    return false;

                body = text;
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public int IndexOf(MimeEntity item) => _children.IndexOf(item);

    /// <inheritdoc/>
    public void Insert(int index, MimeEntity item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _children.Insert(index, item);
        HasEndBoundary = true;
    }

    /// <inheritdoc/>
    public void RemoveAt(int index)
    {
        _children.RemoveAt(index);
        HasEndBoundary = true;
    }

    /// <inheritdoc/>
    public void Add(MimeEntity item) => Insert(Count, item);

    /// <inheritdoc/>
    public void Clear() => Clear(false);

    /// <summary>Removes all parts.</summary>
    /// <param name="dispose">Whether to dispose them too.</param>
    public void Clear(bool dispose)
    {
        if (dispose)
        {
            foreach (var child in _children)
                child.Dispose();
        }

        _children.Clear();
        HasEndBoundary = true;
    }

    /// <inheritdoc/>
    public bool Contains(MimeEntity item) => _children.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(MimeEntity[] array, int arrayIndex) => _children.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public bool Remove(MimeEntity item)
    {
        HasEndBoundary = true;
        return _children.Remove(item);
    }

    /// <inheritdoc/>
    public IEnumerator<MimeEntity> GetEnumerator() => _children.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds a part that the parser found.</summary>
    internal void AddParsed(MimeEntity item) => _children.Add(item);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var child in _children)
                child.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Breaks text into lines that fit, and ends the last one.</summary>
    private static string FoldLines(string text)
    {
        var folded = new StringBuilder();
        var lineLength = 0;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] is '\r' or '\n')
            {
                if (text[i++] == '\n')
                {
                    folded.Append(FormatOptions.Default.NewLine);
                    lineLength = 0;
                }

                continue;
            }

            var end = i;
            while (end < text.Length && char.IsWhiteSpace(text[end]) && text[end] is not ('\r' or '\n'))
                end++;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;

            if (lineLength > 0 && lineLength + end - i >= FormatOptions.Default.MaxLineLength)
            {
                folded.Append(FormatOptions.Default.NewLine);
                lineLength = 0;
                while (i < end && char.IsWhiteSpace(text[i]))
                    i++;
            }

            folded.Append(text.AsSpan(i..end));
            lineLength += end - i;
            i = end;
        }

        if (lineLength > 0)
            folded.Append(FormatOptions.Default.NewLine);

        return folded.ToString();
    }
}
