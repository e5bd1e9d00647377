using System.Text;

namespace MimeKit;

/// <content>Headers made on the spot.</content>
public partial class HeaderList
{
    /// <summary>Adds a header.</summary>
    /// <param name="id">The field.</param>
    /// <param name="value">The value.</param>
    public void Add(HeaderId id, string value) => Add(id, Encoding.UTF8, value);

    /// <summary>Adds a header.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    public void Add(string field, string value) => Add(field, Encoding.UTF8, value);

    /// <summary>Adds a header.</summary>
    /// <param name="id">The field.</param>
    /// <param name="encoding">The encoding for what is not ASCII.</param>
    /// <param name="value">The value.</param>
    public void Add(HeaderId id, Encoding encoding, string value) => Add(new Header(encoding, id, value));

    /// <summary>Adds a header.</summary>
    /// <param name="field">The field.</param>
    /// <param name="encoding">The encoding for what is not ASCII.</param>
    /// <param name="value">The value.</param>
    public void Add(string field, Encoding encoding, string value) => Add(new Header(encoding, field, value));

    /// <summary>Inserts a header.</summary>
    /// <param name="index">Where to.</param>
    /// <param name="id">The field.</param>
    /// <param name="value">The value.</param>
    public void Insert(int index, HeaderId id, string value) => Insert(index, id, Encoding.UTF8, value);

    /// <summary>Inserts a header.</summary>
    /// <param name="index">Where to.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    public void Insert(int index, string field, string value) => Insert(index, field, Encoding.UTF8, value);

    /// <summary>Inserts a header.</summary>
    /// <param name="index">Where to.</param>
    /// <param name="id">The field.</param>
    /// <param name="encoding">The encoding for what is not ASCII.</param>
    /// <param name="value">The value.</param>
    public void Insert(int index, HeaderId id, Encoding encoding, string value) => Insert(index, new Header(encoding, id, value));

    /// <summary>Inserts a header.</summary>
    /// <param name="index">Where to.</param>
    /// <param name="field">The field.</param>
    /// <param name="encoding">The encoding for what is not ASCII.</param>
    /// <param name="value">The value.</param>
    public void Insert(int index, string field, Encoding encoding, string value) => Insert(index, new Header(encoding, field, value));

    /// <summary>Puts a header in the place of all those of its field.</summary>
    /// <param name="id">The field.</param>
    /// <param name="value">The value.</param>
    public void Replace(HeaderId id, string value) => Replace(id, Encoding.UTF8, value);

    /// <summary>Puts a header in the place of all those of its field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    public void Replace(string field, string value) => Replace(field, Encoding.UTF8, value);

    /// <summary>Puts a header in the place of all those of its field.</summary>
    /// <param name="id">The field.</param>
    /// <param name="encoding">The encoding for what is not ASCII.</param>
    /// <param name="value">The value.</param>
    public void Replace(HeaderId id, Encoding encoding, string value) => Replace(new Header(encoding, id, value));

    /// <summary>Puts a header in the place of all those of its field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="encoding">The encoding for what is not ASCII.</param>
    /// <param name="value">The value.</param>
    public void Replace(string field, Encoding encoding, string value) => Replace(new Header(encoding, field, value));
}
