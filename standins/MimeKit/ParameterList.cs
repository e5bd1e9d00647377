using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>The parameters of a Content-Type or Content-Disposition header. Names are found in any case.</summary>
public class ParameterList : IList<Parameter>
{
    private readonly List<Parameter> _parameters = [];
    private readonly Dictionary<string, Parameter> _byName = new(StringComparer.OrdinalIgnoreCase);

    internal Action? Changed { get; set; }

    /// <inheritdoc/>
    public int Count => _parameters.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public Parameter this[int index]
    {
        get => _parameters[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            RemoveAt(index);
            Insert(index, value);
        }
    }

    /// <summary>The value of a parameter; <c>null</c> if there is none.</summary>
    /// <param name="name">The name.</param>
    [DisallowNull]
    public string? this[string name]
    {
        get => TryGetValue(name, out string? value) ? value : null;
        set
        {
            if (TryGetValue(name, out Parameter? parameter))
                parameter.Value = value;
            else
                Add(name, value);
        }
    }

    /// <summary>Adds a parameter.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Add(string name, string value) => Add(new Parameter(name, value));

    /// <summary>Adds a parameter.</summary>
    /// <param name="encoding">The encoding to write the value in.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Add(Encoding encoding, string name, string value) => Add(new Parameter(encoding, name, value));

    /// <summary>Adds a parameter.</summary>
    /// <param name="charset">The charset to write the value in.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Add(string charset, string name, string value) => Add(new Parameter(charset, name, value));

    /// <inheritdoc/>
    public void Add(Parameter item) => Insert(Count, item);

    /// <summary>Whether there is a parameter.</summary>
    /// <param name="name">The name.</param>
    public bool Contains(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.ContainsKey(name);
    }

    /// <inheritdoc/>
    public bool Contains(Parameter item) => _parameters.Contains(item);

    /// <summary>Where a parameter is, or -1.</summary>
    /// <param name="name">The name.</param>
    public int IndexOf(string name) => TryGetValue(name, out Parameter? parameter) ? _parameters.IndexOf(parameter) : -1;

    /// <inheritdoc/>
    public int IndexOf(Parameter item) => _parameters.IndexOf(item);

    /// <summary>Inserts a parameter.</summary>
    /// <param name="index">Where to.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Insert(int index, string name, string value) => Insert(index, new Parameter(name, value));

    /// <inheritdoc/>
    public void Insert(int index, Parameter item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, Count);
        if (!_byName.TryAdd(item.Name, item))
            throw new ArgumentException("There is a parameter of that name already.", nameof(item));

        _parameters.Insert(index, item);
        item.Changed += OnChanged;
        OnChanged();
    }

    /// <summary>Removes a parameter.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name) => TryGetValue(name, out Parameter? parameter) && Remove(parameter);

    /// <inheritdoc/>
    public bool Remove(Parameter item)
    {
        var index = _parameters.IndexOf(item);
        if (index == -1)
            return false;

        RemoveAt(index);
        return true;
    }

    /// <inheritdoc/>
    public void RemoveAt(int index)
    {
        var parameter = _parameters[index];
        parameter.Changed -= OnChanged;
        _parameters.RemoveAt(index);
        _byName.Remove(parameter.Name);
        OnChanged();
    }

    /// <summary>Finds a parameter.</summary>
    /// <param name="name">The name.</param>
    /// <param name="param">The parameter.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetValue(string name, [NotNullWhen(true)] out Parameter? param)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.TryGetValue(name, out param);
    }

    /// <summary>Finds the value of a parameter.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetValue(string name, [NotNullWhen(true)] out string? value)
    {
        value = TryGetValue(name, out Parameter? parameter) ? parameter.Value : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public void Clear()
    {
        foreach (var parameter in _parameters)
            parameter.Changed -= OnChanged;

        _parameters.Clear();
        _byName.Clear();
        OnChanged();
    }

    /// <inheritdoc/>
    public void CopyTo(Parameter[] array, int arrayIndex) => _parameters.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The parameters, each after a semicolon.</summary>
    public override string ToString() => string.Concat(_parameters.Select(parameter => $"; {parameter}"));

    internal void Encode(FormatOptions options, StringBuilder target, Encoding charset, int lineLength)
    {
        foreach (var parameter in _parameters)
            ParameterWriter.Write(options, parameter, charset, target, ref lineLength);
    }

    private void OnChanged() => Changed?.Invoke();
}
