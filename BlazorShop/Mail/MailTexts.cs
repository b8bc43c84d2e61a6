namespace BlazorShop.Mail;

/// <summary>Stands for the texts of the letters' frame, which are in the files beside it.</summary>
public sealed class MailTexts;
