using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables.Entities;

/// <summary>One property or field of an entity's type, and the column that it is stored in.</summary>
internal abstract class EntityColumn
{
    private protected EntityColumn(string name)
    {
        Name = JsonEncodedText.Encode(name);
        TypeName = JsonEncodedText.Encode(name + Names.TypeSuffix);
    }

    /// <summary>The column's name.</summary>
    public JsonEncodedText Name { get; }

    /// <summary>The name of the annotation that gives the column's type.</summary>
    protected JsonEncodedText TypeName { get; }

    public static EntityColumn Create(MemberInfo member, Type type, string name) =>
        (EntityColumn)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(type), member, name)!;

    /// <summary>Writes the column, unless it is null.</summary>
    public abstract void Write(Utf8JsonWriter writer, object entity);

    /// <summary>Sets the property to the value at which the reader stands.</summary>
    public abstract void Read(ref Utf8JsonReader reader, object entity);

    private sealed class Typed<T> : EntityColumn
    {
        private readonly EdmCodec<T>? codec = EdmCodecs.Find<T>();
        private readonly JsonEncodedText? typeText;
        private readonly Func<object, T>? get;
        private readonly Action<object, T?>? set;
        private readonly string path;

        public Typed(MemberInfo member, string name)
            : base(name)
        {
            typeText = codec?.Edm is { } edm ? JsonEncodedText.Encode(edm) : null;
            path = $"{member.DeclaringType}.{member.Name}";
            var entity = Expression.Parameter(typeof(object));
            var declaring = member.DeclaringType!;
            var target = declaring.IsValueType ? Expression.Unbox(entity, declaring) : Expression.Convert(entity, declaring);
            var access = Expression.MakeMemberAccess(target, member);
            if (member is FieldInfo or PropertyInfo { GetMethod: not null })
                get = Expression.Lambda<Func<object, T>>(access, entity).Compile();
            if (member is FieldInfo { IsInitOnly: false } or PropertyInfo { SetMethod: not null })
            {
                var value = Expression.Parameter(typeof(T));
                set = Expression.Lambda<Action<object, T?>>(Expression.Assign(access, value), entity, value).Compile();
            }
        }

        public override void Write(Utf8JsonWriter writer, object entity)
        {
            if (get is null || get(entity) is not { } value)
                return;
            if (codec is null)
                throw new NotSupportedException($"{path} is of type {typeof(T)}, which Table storage cannot hold.");
            if (typeText is { } text)
                writer.WriteString(TypeName, text);
            writer.WritePropertyName(Name);
            codec.Write(writer, value);
        }

        public override void Read(ref Utf8JsonReader reader, object entity)
        {
            if (set is null || codec is null)
                reader.Skip();
            else
                set(entity, reader.TokenType == JsonTokenType.Null ? default : codec.Read(ref reader));
        }
    }
}
