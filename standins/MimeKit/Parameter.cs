using System.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>A parameter of a Content-Type or Content-Disposition header.</summary>
public class Parameter
{
    private Encoding? _encoding;
    private ParameterEncodingMethod _encodingMethod;
    private bool _alwaysQuote;
    private string _value;

    /// <summary>A parameter.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public Parameter(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (name.Length == 0 || name.Any(c => c > 127 || !((byte)c).Is(ByteKind.Attribute)))
            throw new ArgumentException("This is no name of a parameter.", nameof(name));

        Name = name;
        _value = value;
    }

    /// <summary>A parameter.</summary>
    /// <param name="encoding">The encoding to write the value in.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public Parameter(Encoding encoding, string name, string value) : this(name, value)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        _encoding = encoding;
    }

    /// <summary>A parameter.</summary>
    /// <param name="charset">The charset to write the value in.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public Parameter(string charset, string name, string value) : this(Charsets.Get(charset), name, value)
    {
    }

    internal Action? Changed { get; set; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The encoding that the value had, or is to be written in.</summary>
    public Encoding Encoding
    {
        get => _encoding ?? Encoding.UTF8;
        set => Set(ref _encoding, value);
    }

    /// <summary>How a value that is not plain ASCII is written.</summary>
    public ParameterEncodingMethod EncodingMethod
    {
        get => _encodingMethod;
        set => Set(ref _encodingMethod, value);
    }

    /// <summary>Whether the value is quoted even where it need not be.</summary>
    public bool AlwaysQuote
    {
        get => _alwaysQuote;
        set => Set(ref _alwaysQuote, value);
    }

    /// <summary>The value.</summary>
    public string Value
    {
        get => _value;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Set(ref _value, value);
        }
    }

    internal Encoding? ExplicitEncoding => _encoding;

    /// <summary>A copy.</summary>
    public Parameter Clone() => new(Name, Value)
    {
        _encoding = _encoding,
        _encodingMethod = _encodingMethod,
        _alwaysQuote = _alwaysQuote,
    };

    /// <summary>The parameter with its value in quotes.</summary>
    public override string ToString() => $"{Name}={Quoting.Quote(Value)}";

    private void Set<T>(ref T field, T value)
    {
        if (EqualityComparer<T>.Default.Equals(field, value))
            return;

        field = value;
        Changed?.Invoke();
    }
}
