"""What all partners did together, for everybody to read: counted, kept, as tables and charts."""
