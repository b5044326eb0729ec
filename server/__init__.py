"""What stands beside Streamlit in the same process: the live picture, the headers, the visitor and the door bell."""
