namespace BirD.Silo.Hosting;

/// <summary>A setting can't be used; the message names it and says what to write instead.</summary>
public sealed class SettingException(string message, Exception? inner = null) : Exception(message, inner);
